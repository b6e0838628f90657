import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { Day } from '../src/domain/day.ts';
import { localDayOf } from '../src/lib/local-time.ts';
import { openPool } from '../src/store/db.ts';
import { openEmbedded } from '../src/store/embedded/open-embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import type { PartOptions } from './part.ts';
import { loadSeeded, type Seeded, type SeedSize, seed } from './seed.ts';

/**
 * `ten`: 10 million events with their raw rows. `fifty`: 50 million and `wide`: 50,000 accounts, as rollup alone; so are
 * `one`, the same accounts with a tenth of the events, and `few`, a tenth of the accounts.
 */
export const SIZES = {
  few: { accounts: 500, events: 1_000_000, days: 120, liveliness: 1, raw: false },
  one: { accounts: 5000, events: 1_000_000, days: 120, liveliness: 0.1, raw: false },
  ten: { accounts: 5000, events: 10_000_000, days: 120, liveliness: 1, raw: true },
  fifty: { accounts: 5000, events: 50_000_000, days: 120, liveliness: 4, raw: false },
  wide: { accounts: 50_000, events: 100_000_000, days: 120, liveliness: 1, raw: false },
} as const satisfies Readonly<Record<string, SeedSize>>;

export type SizeName = keyof typeof SIZES;

export interface EmptyDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
}

export interface SeededDatabase extends EmptyDatabase {
  /** The history ends the day before. */
  readonly day: Day;
  readonly seeded: Seeded;
}

const HOUR_MS = 3_600_000;
/** What a run of the bench writes into a seeded database. */
const LEFT_BEHIND = `health_snapshots, snapshot_runs, snapshot_plans, snapshot_ranges, snapshot_drafts, episodes,
  episode_log, episode_days, job_runs, outbox, audit_log`;

/** Starts the database of a size, filled on first use and without snapshots, for the time of `work`. */
export function withSeeded<T>(
  options: PartOptions,
  name: SizeName,
  work: (database: SeededDatabase) => Promise<T>,
): Promise<T> {
  const { say } = options;
  return withDatabase(options, name, async (database) => {
    const day = localDayOf(new Date(), 'UTC');
    const seeded = await filled(database.pool, day, SIZES[name], say);
    say(seedLine(name, seeded));
    return work({ ...database, day, seeded });
  });
}

/** Starts a migrated database without data. */
export function withEmpty<T>(options: PartOptions, work: (database: EmptyDatabase) => Promise<T>): Promise<T> {
  return withDatabase(options, 'empty', work);
}

async function withDatabase<T>(
  { dataDir }: PartOptions,
  name: string,
  work: (database: EmptyDatabase) => Promise<T>,
): Promise<T> {
  const folder = join(dataDir, name);
  mkdirSync(folder, { recursive: true });
  const database = await openEmbedded({ dataDir: folder });
  try {
    await migrate(database.url);
    const onError = (error: Error): void => console.error(error.message);
    const options = { name: 'bench', max: 8, statementTimeoutMs: HOUR_MS, onError };
    const pool = openPool({ ...options, url: database.url });
    try {
      return await work({ url: database.url, pool });
    } finally {
      await pool.end();
    }
  } finally {
    await database.stop();
  }
}

async function filled(pool: pg.Pool, day: Day, size: SeedSize, say: (line: string) => void): Promise<Seeded> {
  const client = await pool.connect();
  try {
    await client.query(`truncate ${LEFT_BEHIND}`);
    return (await loadSeeded(client, day, size)) ?? (await seed(client, day, size, say));
  } finally {
    client.release();
  }
}

function seedLine(name: string, seeded: Seeded): string {
  const million = (value: number): string => `${(value / 1e6).toFixed(2)} M`;
  const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
  return (
    `${name}: ${seeded.accounts} accounts, ${seeded.users} users, ${million(seeded.events)} events ` +
    `(${mib(seeded.eventBytes)} raw), ${seeded.rollupRows} rollup rows (${mib(seeded.rollupBytes)}), ` +
    `seeded in ${seeded.seconds} s`
  );
}
