import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, execute, inTransaction, rows } from './db.ts';

/** A batch that takes longer is halved the next time, so that no lock is held for long. */
const LONG_MS = 80;
const SHORT_MS = 30;
const FIRST_BATCH = 1000;
const MOST = 5000;
const LEAST = 50;

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
  readonly where: string;
  readonly from: (kept: KeptFrom) => Day | Date;
}

const OLD: readonly Old[] = [
  { table: 'account_day', where: 'day < $1::date', from: (kept) => kept.rollups },
  { table: 'health_snapshots', where: 'day < $1::date', from: (kept) => kept.snapshots },
  { table: 'snapshot_runs', where: 'day < $1::date', from: (kept) => kept.snapshots },
  { table: 'snapshot_drafts', where: 'day < $1::date', from: (kept) => kept.snapshots },
  { table: 'snapshot_plans', where: 'day < $1::date', from: (kept) => kept.snapshots },
  { table: 'outbox', where: 'local_date < $1::date', from: (kept) => kept.messages },
  { table: 'job_runs', where: 'local_date < $1::date', from: (kept) => kept.messages },
  { table: 'sql_rejected_rows', where: 'seen_at < $1::timestamptz', from: (kept) => kept.messagesAt },
  {
    table: 'deliveries',
    where: `source = 'slack' and received_at < $1::timestamptz`,
    from: (kept) => kept.slackDeliveries,
  },
  { table: 'deliveries', where: 'received_at < $1::timestamptz', from: (kept) => kept.deliveries },
  { table: 'published_sessions', where: 'expires_at < $1::timestamptz', from: (kept) => kept.messagesAt },
  { table: 'published_links', where: 'expires_at < $1::timestamptz', from: (kept) => kept.messagesAt },
  { table: 'kept_drafts', where: 'kept_at < $1::timestamptz', from: (kept) => kept.drafts },
  { table: 'outreach', where: 'coalesce(sent_at, created_at) < $1::timestamptz', from: (kept) => kept.outreach },
  // The second limit is what the table itself insists on, by the clock of the database, which may be behind ours.
  {
    table: 'audit_log',
    where: `at < $1::timestamptz and at < now() - interval '365 days'`,
    from: (kept) => kept.audit,
  },
];

/** Deletes what is older than its limit, in short transactions; how many rows, by table. */
export async function deleteOld(db: Db, kept: KeptFrom): Promise<Readonly<Record<string, number>>> {
  const deleted: Record<string, number> = {};
  for (const old of OLD) {
    deleted[old.table] = (deleted[old.table] ?? 0) + (await deleteOldRows(db, old, old.from(kept)));
  }
  return deleted;
}

async function deleteOldRows(db: Db, { table, where }: Old, from: Day | Date): Promise<number> {
  const text = `delete from ${table} where ctid = any (array(select ctid from ${table} where ${where} limit $2))`;
  const limit = from instanceof Date ? from.toISOString() : from;
  let deleted = 0;
  for (let size = FIRST_BATCH; ; ) {
    const began = performance.now();
    const batch = await inTransaction(db, async (tx) => {
      if (table === 'audit_log') await execute(tx, `select set_config('cs_pulse.audit_until', $1, true)`, [limit]);
      return execute(tx, text, [limit, size]);
    });
    deleted += batch;
    if (batch < size) return deleted;
    const took = performance.now() - began;
    if (took > LONG_MS) size = Math.max(LEAST, size >> 1);
    else if (took < SHORT_MS) size = Math.min(MOST, size << 1);
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
