import { until } from './clock.ts';
import { numberedEvents } from './events.ts';
import { auditFailures, auditLedger, createLedger, type Ledger } from './ledger.ts';
import { type Load, startLoad } from './load.ts';
import type { Postgres } from './postgres.ts';
import type { Reply } from './request.ts';
import type { Service } from './service.ts';
import type { Stand } from './stand.ts';

const CONNECTIONS = 8;
const EVENTS_PER_REQUEST = 20;

/** A database, the product on it, and a ledger of what was sent to it. */
export interface LineUp {
  readonly postgres: Postgres;
  readonly apps: readonly [Service, ...Service[]];
  readonly ledger: Ledger;
  /** Full load on these addresses: 8 connections with 20 events a request. */
  load(targets: readonly string[], onReply?: (reply: Reply) => void): Load;
}

/** Starts them; the apps are ready. */
export async function lineUp(
  stand: Stand,
  parts: {
    /** More processes of the same product; none when absent. */
    readonly replicas?: number | undefined;
    /** One of its own when absent. */
    readonly postgres?: Postgres | undefined;
    /** The database as the apps see it, when there is something in between. */
    readonly databaseUrl?: string | undefined;
    /** More of the apps' environment. */
    readonly env?: Readonly<Record<string, string>> | undefined;
  } = {},
): Promise<LineUp> {
  const { env, replicas = 0 } = parts;
  const postgres = parts.postgres ?? (await stand.postgres());
  const databaseUrl = parts.databaseUrl ?? postgres.url;
  const app = await stand.app({ databaseUrl, env });
  await app.start();
  const others = await Promise.all(Array.from({ length: replicas }, () => stand.app({ databaseUrl, env })));
  for (const other of others) await other.start();
  const secret = await stand.key(postgres.url, 'ingest');
  const ledger = createLedger(numberedEvents('prove', new Date()));
  return {
    postgres,
    apps: [app, ...others],
    ledger,
    load: (targets, onReply) => {
      const sizes = { connections: CONNECTIONS, eventsPerRequest: EVENTS_PER_REQUEST };
      const load = startLoad({ ...sizes, targets, secret, ledger, onReply });
      stand.atEnd(() => load.abandon());
      return load;
    },
  };
}

/** The database behind another port of this machine. */
export function through(port: number, url: string): string {
  const seen = new URL(url);
  seen.port = String(port);
  return seen.href;
}

export interface Conclusion {
  readonly failures: readonly string[];
  readonly measured: Readonly<Record<string, number>>;
}

/** Lets everything be acknowledged that was sent, ends the apps, and holds the database against the ledger. */
export async function conclude({ apps, ledger, postgres }: LineUp, load: Load): Promise<Conclusion> {
  await load.finish();
  for (const app of apps) await app.kill();
  // What a killed process asked for may still be running.
  await until('no statement of the apps runs any more', async () => {
    const own = `select 1 from pg_stat_activity where application_name like 'cs-pulse%'`;
    return (await postgres.query(own)).length === 0;
  });
  const audit = await auditLedger(ledger, postgres);
  const unexpected = load.unexpected.map((answer) => `unexpected answer ${answer}`);
  const crashes = apps.flatMap(({ name, surprises }) =>
    surprises.map(({ code, signal }) => `${name} ended by itself with ${code ?? signal}`),
  );
  return {
    failures: [...crashes, ...unexpected, ...auditFailures(audit)],
    measured: {
      'acknowledged events': ledger.acknowledged,
      'lost events': audit.lost,
      'duplicated events': audit.duplicated,
    },
  };
}
