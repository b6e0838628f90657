import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, execute, oneRow, rows } from './db.ts';

/** Columns of health_snapshots by their names; jsonb columns as values. */
export type SnapshotRow = Readonly<Record<string, unknown>>;

export interface NewRun {
  readonly day: Day;
  readonly revision: number;
  readonly definitionId: string;
  readonly definitionVersion: number;
  readonly definitionHash: string;
  readonly fleetFactor: number;
  readonly accounts: number;
  readonly watermarks: unknown;
  /** Kinds of signals whose source looked broken. */
  readonly staleSources: readonly string[];
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/** First of the two keys of our advisory locks on snapshot days; the second is the day's number. */
const LOCK_CLASS = 4_153_872;

const LOCK_WAIT_MS = 60_000;
const LOCK_POLL_MS = 150;

/**
 * Takes the day for this transaction, waiting for another process to finish it; false after a minute.
 * Asking again and again keeps clear of the server's limits on waiting for a lock and on idle transactions.
 */
export async function lockSnapshotDay(tx: Db, day: Day): Promise<boolean> {
  const text = `select pg_try_advisory_xact_lock($1, $2::date - date '2000-01-01') as taken`;
  for (let waited = 0; waited < LOCK_WAIT_MS; waited += LOCK_POLL_MS) {
    const row = await oneRow(tx, z.strictObject({ taken: z.boolean() }), text, [LOCK_CLASS, day]);
    if (row?.taken) return true;
    await sleep(LOCK_POLL_MS);
  }
  return false;
}

const storedSchema = z.strictObject({
  account_no: z.int(),
  input_hash: z.string(),
  seats: z.unknown(),
  health: z.unknown(),
});

/** The day's snapshots as they stand, newest revision per account; results are null unless they are asked for. */
export function loadStoredInputs(
  tx: Db,
  day: Day,
  { results, accountNos }: { readonly results: boolean; readonly accountNos?: readonly number[] | undefined },
) {
  const columns = results ? 'seats, health' : 'null as seats, null as health';
  return rows(
    tx,
    storedSchema,
    `select distinct on (account_id) account_id as account_no, input_hash, ${columns}
     from health_snapshots where day = $1 and ($2::bigint[] is null or account_id = any ($2))
     order by account_id, revision desc`,
    [day, accountNos ?? null],
  );
}

/** Appends snapshots, or what is to become of them, in one statement; without any there is none. */
export async function insertSnapshots(
  tx: Db,
  snapshots: readonly SnapshotRow[],
  into: 'health_snapshots' | 'snapshot_drafts',
): Promise<void> {
  if (snapshots.length === 0) return;
  await execute(tx, `insert into ${into} select * from jsonb_populate_recordset(null::${into}, $1::jsonb)`, [
    JSON.stringify(snapshots),
  ]);
}

/**
 * Tells the planner of a day that has just been written. Until then it takes a new day for one that has hardly a row,
 * and compares every snapshot of it with every other; the server would notice by itself only days later. Only columns
 * that rows are chosen by: the statistics of the wide ones take ten times as long and help nobody.
 */
export async function refreshStatistics(tx: Db): Promise<void> {
  await execute(tx, 'analyze health_snapshots (account_id, day, revision, bucket, band_state, score_tenths)');
}

export async function insertRun(tx: Db, run: NewRun): Promise<void> {
  await execute(
    tx,
    `insert into snapshot_runs (day, revision, definition_id, definition_version, definition_hash, fleet_factor,
       accounts, watermarks, stale_sources, started_at, finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      run.day,
      run.revision,
      run.definitionId,
      run.definitionVersion,
      run.definitionHash,
      run.fleetFactor,
      run.accounts,
      JSON.stringify(run.watermarks),
      run.staleSources,
      run.startedAt,
      run.finishedAt,
    ],
  );
}

/** Highest revision of the day; 0 before the first run. */
export async function lastRevision(tx: Db, day: Day): Promise<number> {
  const text = 'select coalesce(max(revision), 0) as revision from snapshot_runs where day = $1';
  return (await oneRow(tx, z.strictObject({ revision: z.int() }), text, [day]))?.revision ?? 0;
}
