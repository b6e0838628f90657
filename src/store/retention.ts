import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, execute, inTransaction, rows } from './db.ts';

/** A batch that takes longer is halved the next time, so that no lock is held for long. */
const LONG_MS = 80;
const SHORT_MS = 30;
const ROWS_AT_ONCE = { first: 1000, least: 50, most: 5000 };
const ACCOUNTS_AT_ONCE = { first: 4, least: 1, most: 5000 };

/** From which moment on each table keeps its rows. Instants, and local days. */
export interface KeptFrom {
  readonly rollups: Day;
  readonly snapshots: Day;
  readonly messages: Day;
  readonly messagesAt: Date;
  readonly deliveries: Date;
  /** Of Slack's deliveries, which are repeated within minutes. */
  readonly slackDeliveries: Date;
  readonly drafts: Date;
  readonly outreach: Date;
  readonly audit: Date;
}

interface Old {
  readonly table: string;
  readonly from: (kept: KeptFrom) => Day | Date;
}

interface OfAccounts extends Old {
  readonly where: string;
}

/** Tables whose rows are of accounts, wherever these are: so many accounts at a time. */
const OF_ACCOUNTS: readonly OfAccounts[] = [
  { table: 'account_day', where: 'day < $1::date', from: (kept) => kept.rollups },
  { table: 'health_snapshots', where: 'day < $1::date', from: (kept) => kept.snapshots },
  { table: 'snapshot_drafts', where: 'day < $1::date', from: (kept) => kept.snapshots },
  { table: 'kept_drafts', where: 'kept_at < $1::timestamptz', from: (kept) => kept.drafts },
  { table: 'outreach', where: 'coalesce(sent_at, created_at) < $1::timestamptz', from: (kept) => kept.outreach },
];

interface InOnePlace extends Old {
  readonly text: string;
}

/** The others by their place on disk, so many rows at a time. */
const IN_ONE_PLACE: readonly InOnePlace[] = [
  {
    table: 'snapshot_plans',
    text: `delete from snapshot_plans
      where ctid = any (array(select ctid from snapshot_plans where day < $1::date limit $2))`,
    from: (kept) => kept.snapshots,
  },
  {
    table: 'outbox',
    text: `delete from outbox
      where ctid = any (array(select ctid from outbox where local_date < $1::date limit $2))`,
    from: (kept) => kept.messages,
  },
  {
    table: 'job_runs',
    text: `delete from job_runs
      where ctid = any (array(select ctid from job_runs where local_date < $1::date limit $2))`,
    from: (kept) => kept.messages,
  },
  {
    table: 'sql_rejected_rows',
    text: `delete from sql_rejected_rows
      where ctid = any (array(select ctid from sql_rejected_rows where seen_at < $1::timestamptz limit $2))`,
    from: (kept) => kept.messagesAt,
  },
  {
    table: 'deliveries',
    text: `delete from deliveries where ctid = any (
      array(select ctid from deliveries where source = 'slack' and received_at < $1::timestamptz limit $2))`,
    from: (kept) => kept.slackDeliveries,
  },
  {
    table: 'deliveries',
    text: `delete from deliveries
      where ctid = any (array(select ctid from deliveries where received_at < $1::timestamptz limit $2))`,
    from: (kept) => kept.deliveries,
  },
  {
    table: 'published_sessions',
    text: `delete from published_sessions
      where ctid = any (array(select ctid from published_sessions where expires_at < $1::timestamptz limit $2))`,
    from: (kept) => kept.messagesAt,
  },
  {
    table: 'published_links',
    text: `delete from published_links
      where ctid = any (array(select ctid from published_links where expires_at < $1::timestamptz limit $2))`,
    from: (kept) => kept.messagesAt,
  },
  // The second limit is what the table itself insists on, by the clock of the database, which may be behind ours.
  {
    table: 'audit_log',
    text: `delete from audit_log where ctid = any (
      array(select ctid from audit_log where at < $1::timestamptz and at < now() - interval '365 days' limit $2))`,
    from: (kept) => kept.audit,
  },
];

/** Deletes what is older than its limit, in short transactions; how many rows, by table. */
export async function deleteOld(db: Db, kept: KeptFrom): Promise<Readonly<Record<string, number>>> {
  const deleted: Record<string, number> = {};
  const count = (table: string, rowsGone: number): void => {
    deleted[table] = (deleted[table] ?? 0) + rowsGone;
  };
  for (const old of OF_ACCOUNTS) count(old.table, await deleteOfAccounts(db, old, limitOf(old, kept)));
  // A few for each day.
  count('snapshot_runs', await execute(db, 'delete from snapshot_runs where day < $1::date', [kept.snapshots]));
  for (const old of IN_ONE_PLACE) count(old.table, await deleteInOnePlace(db, old, limitOf(old, kept)));
  return deleted;
}

function limitOf({ from }: Old, kept: KeptFrom): string {
  const limit = from(kept);
  return limit instanceof Date ? limit.toISOString() : limit;
}

const spanSchema = z.strictObject({ first: z.int().nullable(), last: z.int().nullable() });

async function deleteOfAccounts(db: Db, { table, where }: OfAccounts, limit: string): Promise<number> {
  const [span] = await rows(db, spanSchema, `select min(account_id) as first, max(account_id) as last from ${table}`);
  const { first, last } = span ?? {};
  if (first == null || last == null) return 0;
  const text = `delete from ${table} where account_id >= $2::bigint and account_id < $3::bigint and ${where}`;
  let deleted = 0;
  let next = first;
  await inShortTurns(ACCOUNTS_AT_ONCE, async (size) => {
    deleted += await execute(db, text, [limit, next, next + size]);
    next += size;
    return next <= last;
  });
  return deleted;
}

async function deleteInOnePlace(db: Db, { table, text }: InOnePlace, limit: string): Promise<number> {
  let deleted = 0;
  await inShortTurns(ROWS_AT_ONCE, async (size) => {
    const batch = await inTransaction(db, async (tx) => {
      if (table === 'audit_log') await execute(tx, `select set_config('cs_pulse.audit_until', $1, true)`, [limit]);
      return execute(tx, text, [limit, size]);
    });
    deleted += batch;
    return batch === size;
  });
  return deleted;
}

/** Repeats what says that there is more; the next time with half as much when it took long, or twice as much. */
async function inShortTurns(
  { first, least, most }: { readonly first: number; readonly least: number; readonly most: number },
  turn: (size: number) => Promise<boolean>,
): Promise<void> {
  for (let size = first; ; ) {
    const began = performance.now();
    if (!(await turn(size))) return;
    const took = performance.now() - began;
    if (took > LONG_MS) size = Math.max(least, size >> 1);
    else if (took < SHORT_MS) size = Math.min(most, size << 1);
  }
}

const partRow = z.strictObject({ name: z.string() });

/** The weekly partitions of events that begin before a day, in UTC. */
export async function eventWeeksBefore(db: Db, day: Day): Promise<string[]> {
  const found = await rows(
    db,
    partRow,
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'events'::regclass and c.relname ~ '^events_[0-9]{8}$' and c.relname < $1
     order by 1`,
    [`events_${day.replaceAll('-', '')}`],
  );
  return found.map(({ name }) => name);
}

const LOCK_MS = 100;
const LOCK_NOT_AVAILABLE = '55P03';
const TRIES = 50;
const PAUSE_MS = 200;

/**
 * Drops a week of events as a whole. The lock that this takes waits for running statements and makes others wait: it is
 * asked for a tenth of a second at a time. False when it could not be had.
 */
export async function dropEventWeek(db: Db, name: string): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      await inTransaction(db, async (tx) => {
        await execute(tx, `set local lock_timeout = ${LOCK_MS}`);
        await execute(tx, `drop table if exists ${name}`);
      });
      return true;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
      if (tries === TRIES) return false;
      await wait(PAUSE_MS);
    }
  }
}
