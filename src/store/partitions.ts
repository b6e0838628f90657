import pg from 'pg';
import { addDays } from '../domain/day.ts';
import { type Db, execute, inTransaction } from './db.ts';
import { serverBehind } from './server-behind.ts';

/** Any constant of our own: one process creates partitions at a time. */
const LOCK = 4_153_871_002;

/** Weeks that are known to exist, by server. */
const known = new WeakMap<object, Set<string>>();

const WEEK_MS = 7 * 86_400_000;
/** 1970-01-05, a Monday. */
const FIRST_MONDAY = 4 * 86_400_000;

/** The Monday (UTC) that begins the week of an instant. */
export function partitionWeek(instant: Date): string {
  const weeks = Math.floor((instant.getTime() - FIRST_MONDAY) / WEEK_MS);
  return new Date(FIRST_MONDAY + weeks * WEEK_MS).toISOString().slice(0, 10);
}

/**
 * Makes sure that `events` has the weekly partitions for these instants, each with its own unique index on
 * (account_id, event_id). A new table is attached, which blocks no running insert, unlike creating it in place.
 */
export async function ensureEventPartitions(db: Db, instants: readonly Date[]): Promise<void> {
  const server = serverBehind(db);
  const weeks = known.get(server) ?? new Set<string>();
  // What a transaction creates may be rolled back.
  if (db instanceof pg.Pool) known.set(server, weeks);
  const starts = new Set(instants.map((at) => Math.floor((at.getTime() - FIRST_MONDAY) / WEEK_MS)));
  const named = [...starts].map((week) => partitionWeek(new Date(FIRST_MONDAY + week * WEEK_MS)));
  const missing = named.filter((week) => !weeks.has(week)).sort();
  if (missing.length === 0) return;
  await inTransaction(db, async (tx) => {
    await execute(tx, 'select pg_advisory_xact_lock($1)', [LOCK]);
    for (const week of missing) await createPartition(tx, week);
  });
  for (const week of missing) weeks.add(week);
}

async function createPartition(tx: Db, week: string): Promise<void> {
  const name = `events_${week.replaceAll('-', '')}`;
  const exists = await execute(tx, 'select from pg_class where oid = to_regclass($1)', [name]);
  if (exists > 0) return;
  await execute(tx, `create table ${name} (like events including defaults)`);
  await execute(tx, `create unique index ${name}_identity on ${name} (account_id, event_id)`);
  await execute(
    tx,
    `alter table events attach partition ${name} for values from ('${week}T00:00:00Z') to ('${addDays(week, 7)}T00:00:00Z')`,
  );
}
