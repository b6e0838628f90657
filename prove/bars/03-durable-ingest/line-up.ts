import { numberedEvents } from '../../stand/events.ts';
import { createLedger, type Ledger } from '../../stand/ledger.ts';
import { type Load, startLoad } from '../../stand/load.ts';
import type { Postgres } from '../../stand/postgres.ts';
import type { Service } from '../../stand/service.ts';
import type { Stand } from '../../stand/stand.ts';

const CONNECTIONS = 8;
const EVENTS_PER_REQUEST = 20;

/** A database, the product on it, and who sends to it. */
export interface LineUp {
  readonly postgres: Postgres;
  readonly apps: readonly Service[];
  readonly ledger: Ledger;
  /** Full load on these addresses, all with the one ledger. */
  load(targets: readonly string[]): Load;
}

export async function lineUp(
  stand: Stand,
  parts: {
    readonly apps: number;
    /** One of its own when absent. */
    readonly postgres?: Postgres;
    /** The database as the apps see it, when there is something in between. */
    readonly databaseUrl?: string;
  },
): Promise<LineUp> {
  const postgres = parts.postgres ?? (await stand.postgres());
  const databaseUrl = parts.databaseUrl ?? postgres.url;
  const apps = await Promise.all(Array.from({ length: parts.apps }, () => stand.app({ databaseUrl })));
  for (const app of apps) await app.start();
  const secret = await stand.key(postgres.url, 'ingest');
  const ledger = createLedger(numberedEvents('prove', new Date()));
  return {
    postgres,
    apps,
    ledger,
    load: (targets) => {
      const load = startLoad({
        targets,
        secret,
        connections: CONNECTIONS,
        eventsPerRequest: EVENTS_PER_REQUEST,
        ledger,
      });
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
