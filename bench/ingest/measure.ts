import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import type { RecordVerb } from '../../src/ingest/deps.ts';
import { microBatch } from '../../src/ingest/micro-batch.ts';
import { openPool } from '../../src/store/db.ts';
import { openEmbedded } from '../../src/store/embedded/open-embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { ensureEventPartitions } from '../../src/store/partitions.ts';
import { testContext } from '../../test/support/context.ts';
import { COPY_TABLES, copyInto, copyText } from './copy.ts';
import { insertEach, keepNothing, type LoadGenerator, serving, startLoad } from './http.ts';
import { fillPeople } from './people.ts';
import { type BenchPerson, eventStream } from './stream.ts';

const ACCOUNTS = 5000;
const EVENTS = 200_000;
const DAYS = 4;
const BATCH = 2000;
const WRITERS = 2;
const SECONDS = 2;

/** Events per second of one round, everything measured within the same minute. */
export interface Round {
  readonly copy: number;
  readonly copyUnique: number;
  readonly bulk: number;
  readonly httpEmpty64: number;
  readonly httpOne64: number;
  readonly httpEmpty256: number;
  readonly httpOne256: number;
  readonly httpInsert256: number;
  readonly httpHundred: number;
}

interface Bench {
  readonly pool: pg.Pool;
  readonly people: readonly BenchPerson[];
  readonly load: LoadGenerator;
  readonly record: RecordVerb;
}

/** Measures on a throwaway database with fsync on; one round before the first that counts warms everything up. */
export async function measureIngest(rounds: number, say: (line: string) => void): Promise<Round[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cs-pulse-ingest-'));
  const database = await openEmbedded({ dataDir });
  const load = startLoad();
  try {
    await migrate(database.url);
    const fail = (error: Error): void => console.error(error.message);
    const usual = { max: 16, statementTimeoutMs: 60_000, planOnce: true };
    const pool = openPool({ url: database.url, name: 'bench', ...usual, onError: fail });
    try {
      const people = await fillPeople(pool, ACCOUNTS);
      for (const text of COPY_TABLES) await pool.query(text);
      const ctx = testContext(pool, { now: () => new Date() });
      const record: RecordVerb = (source, signals) => recordSignals({ ctx, input: { source, signals } });
      const bench: Bench = { pool, people, load, record };
      const done: Round[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const measured = { ...(await bulkRound(bench)), ...(await httpRound(bench)) };
        say(`round ${round}: ${JSON.stringify(measured, (_, value) => (value > 0 ? Math.round(value) : value))}`);
        if (round > 0) done.push(measured);
      }
      return done;
    } finally {
      await pool.end();
    }
  } finally {
    load.stop();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function bulkRound({ people, pool, record }: Bench): Promise<Pick<Round, 'copy' | 'copyUnique' | 'bulk'>> {
  const now = new Date();
  const events = eventStream(people, EVENTS, now, DAYS);
  const text = copyText(events);
  const batches = Array.from({ length: EVENTS / BATCH }, (_, batch) =>
    events.slice(batch * BATCH, (batch + 1) * BATCH).map(({ signal }) => signal),
  );
  await empty(pool);
  const copy = await perSecond(() => copyInto(pool, 'copied', text));
  const copyUnique = await perSecond(() => copyInto(pool, 'copied_unique', text));
  const bulk = await perSecond(async () => {
    const left = batches.values();
    const writer = async (): Promise<void> => {
      for (const signals of left) await record('events', signals);
    };
    await Promise.all(Array.from({ length: WRITERS }, writer));
  });
  await expectStored(pool, EVENTS);
  return { copy, copyUnique, bulk };
}

async function httpRound(bench: Bench): Promise<Omit<Round, 'copy' | 'copyUnique' | 'bulk'>> {
  const { load, pool, record } = bench;
  const run = async (verb: RecordVerb, connections: number, eventsPerRequest = 1): Promise<number> => {
    await empty(pool);
    await ensureEventPartitions(pool, [new Date()]);
    const order = { connections, eventsPerRequest, accounts: ACCOUNTS, seconds: SECONDS };
    const { events, perSecond: rate } = await serving(verb, (port) => load.run({ ...order, port }));
    if (verb !== keepNothing) await expectStored(pool, events);
    return rate;
  };
  return {
    httpEmpty64: await run(keepNothing, 64),
    httpOne64: await run(microBatch(record), 64),
    httpEmpty256: await run(keepNothing, 256),
    httpOne256: await run(microBatch(record), 256),
    httpInsert256: await run(insertEach(pool), 256),
    httpHundred: await run(microBatch(record), 32, 100),
  };
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (EVENTS * 1000) / (performance.now() - started);
}

async function empty(pool: pg.Pool): Promise<void> {
  await pool.query('truncate events, account_day, copied, copied_unique');
  await pool.query('checkpoint');
}

/** Fast answers for events that are not there would be worth nothing. */
async function expectStored(pool: pg.Pool, events: number): Promise<void> {
  const { rows } = await pool.query<{ stored: number }>('select count(*)::integer as stored from events');
  const stored = rows[0]?.stored;
  if (stored !== events) throw new Error(`${events} events were answered for, ${stored} are stored`);
}
