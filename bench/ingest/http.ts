import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import type { RecordOutcome } from '../../src/app/record/record-signals.ts';
import { startHttpServer } from '../../src/http/server.ts';
import { createWeb } from '../../src/http/web.ts';
import type { RecordVerb } from '../../src/ingest/deps.ts';
import { ingestRoutes } from '../../src/ingest/routes.ts';
import { createLogger } from '../../src/lib/log.ts';
import { type LoadOrder, loadReport } from './load.ts';

const LIMITLESS = { perSecond: 1e9, burst: 1e9 };
const ACCEPTED: RecordOutcome = { status: 'accepted' };

/** Keeps nothing: what the server can do by itself. */
export const keepNothing: RecordVerb = (_source, signals) => Promise.resolve(signals.map(() => ACCEPTED));

/** What one writes first: an INSERT of each request by itself, with the unique key and without a rollup. */
export function insertEach(pool: pg.Pool): RecordVerb {
  const text = `insert into events (account_id, occurred_at, event_id, user_no, name_id, kind)
    select k.account_id, $2::timestamptz, $3::uuid, u.user_no, n.name_id, 0
    from account_keys k join account_users u on u.account_id = k.account_id and u.external_id = $4
      cross join event_names n
    where k.external_id = $1 and n.name = $5
    on conflict do nothing`;
  return async (_source, signals) => {
    for (const signal of signals) {
      if (signal.kind !== 'activity') throw new Error(`a ${signal.kind} is not what the bench sends`);
      const values = [signal.accountKey, signal.occurredAt, signal.id, signal.userKey, signal.name];
      const { rowCount } = await pool.query({ name: 'insert-each', text, values });
      if (rowCount !== 1) throw new Error('an event was not stored');
    }
    return signals.map(() => ACCEPTED);
  };
}

/** The product's own server and routes with `record` behind them, for as long as `work` takes. */
export async function serving<T>(record: RecordVerb, work: (port: number) => Promise<T>): Promise<T> {
  const log = createLogger('silent');
  const direct = ingestRoutes({
    record,
    rehearse: record,
    keys: () => Promise.resolve({ keyId: 'bench', name: 'bench' }),
    secrets: {},
    seatPrices: [],
    currency: 'USD',
    now: () => new Date(),
    log,
    rate: LIMITLESS,
  });
  const web = createWeb({ log, readiness: { report: async () => ({ status: 'ready', checks: {} }) } });
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, slack: null, direct, web, log });
  try {
    return await work(server.port);
  } finally {
    await server.stop(2000);
  }
}

export interface LoadGenerator {
  /** Events per second that were answered with 200. */
  run(order: LoadOrder): Promise<{ readonly perSecond: number; readonly events: number }>;
  stop(): void;
}

/** A process of its own, so that sending does not take the server's time. */
export function startLoad(): LoadGenerator {
  const child: ChildProcess = fork(fileURLToPath(new URL('load.ts', import.meta.url)));
  return {
    run: async (order) => {
      child.send(order);
      const [message] = await once(child, 'message');
      const { answered, failed, refusal, seconds } = loadReport.parse(message);
      if (failed > 0 || answered === 0)
        throw new Error(`${failed} of ${answered + failed} requests failed: ${refusal}`);
      const events = answered * order.eventsPerRequest;
      return { perSecond: events / seconds, events };
    },
    stop: () => child.kill(),
  };
}
