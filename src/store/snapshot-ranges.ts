import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, execute, oneRow, rows } from './db.ts';
import type { AccountRange, SnapshotPlan } from './snapshot-plans.ts';

const rangeSchema = z.strictObject({ first: z.int(), last: z.int(), base_revision: z.int() });

/** A range in hand, and the revision of the day's newest run that its rows come after. */
export type TakenRange = z.infer<typeof rangeSchema>;

/**
 * Takes a free range of a plan until the transaction ends, whatever ends it; null when all are done or in other hands.
 * The lock is the claim: a process that dies lets go of it at once, and one that hangs when the server ends its idle
 * transaction.
 */
export function takeRange(tx: Db, { day, plan_no }: SnapshotPlan): Promise<TakenRange | null> {
  return oneRow(
    tx,
    rangeSchema,
    `select r.first_account as first, r.last_account as last, p.base_revision
     from snapshot_ranges r join snapshot_plans p using (day)
     where r.day = $1 and p.plan_no = $2 and r.done_at is null
     order by r.first_account limit 1 for update of r skip locked`,
    [day, plan_no],
  );
}

/** Notes with its rows, in the transaction that wrote them, that a range is done. */
export async function endRange(
  tx: Db,
  day: Day,
  range: Pick<AccountRange, 'first'>,
  { by, changed }: { readonly by: string; readonly changed: number },
): Promise<void> {
  await execute(
    tx,
    `update snapshot_ranges set done_at = clock_timestamp(), done_by = $3, changed = $4
     where day = $1 and first_account = $2`,
    [day, range.first, by, changed],
  );
}

const progressSchema = z.strictObject({
  day: z.string(),
  ranges: z.int(),
  done: z.int(),
  accounts: z.int(),
  changed: z.int(),
  /** Processes that have done some of them. */
  runners: z.int(),
});
/** How far an open plan has come; accounts are of all ranges, changed ones of those that are done. */
export type RangeProgress = z.infer<typeof progressSchema>;

/** How far open plans have come, of a day or of every day, oldest first. */
export function loadProgress(db: Db, day: Day | null): Promise<RangeProgress[]> {
  return rows(
    db,
    progressSchema,
    `select r.day, count(*) as ranges, count(r.done_at) as done, sum(r.accounts) as accounts,
       coalesce(sum(r.changed), 0) as changed, count(distinct r.done_by) as runners
     from snapshot_ranges r join snapshot_plans p using (day)
     where p.finished_at is null and ($1::date is null or r.day = $1) group by r.day order by r.day`,
    [day],
  );
}

/**
 * Accounts that somebody scored by themselves since the ranges were planned: their ranges are done again, knowing of it.
 * @param revision the day's newest, which the plan comes after from now on
 */
export async function reopenRanges(tx: Db, { base_revision, day }: SnapshotPlan, revision: number): Promise<void> {
  const scored = await rows(
    tx,
    z.strictObject({ account_id: z.int() }),
    'select distinct account_id from health_snapshots where day = $1 and revision > $2',
    [day, base_revision],
  );
  const reopened = await rows(
    tx,
    z.strictObject({ first: z.int(), last: z.int() }),
    `update snapshot_ranges r set done_at = null, done_by = null, changed = null
     where r.day = $1 and exists (
       select from unnest($2::bigint[]) as s (account_id) where s.account_id between r.first_account and r.last_account
     )
     returning r.first_account as first, r.last_account as last`,
    [day, scored.map((row) => row.account_id)],
  );
  for (const range of reopened) {
    const text = 'delete from snapshot_drafts where day = $1 and account_id between $2 and $3';
    await execute(tx, text, [day, range.first, range.last]);
  }
  await execute(tx, 'update snapshot_plans set base_revision = $2 where day = $1', [day, revision]);
}

/**
 * Turns what all ranges made into snapshots of a revision; how many. An account that is being erased has no key any more
 * and is left out: its erasure waits for transactions that still saw one.
 */
export async function publishDrafts(tx: Db, day: Day, revision: number): Promise<number> {
  await execute(tx, 'update snapshot_drafts set revision = $2 where day = $1 and revision <> $2', [day, revision]);
  const published = await execute(
    tx,
    `insert into health_snapshots
     select d.* from snapshot_drafts d
     where d.day = $1 and exists (select 1 from account_keys k where k.account_id = d.account_id)`,
    [day],
  );
  await execute(tx, 'delete from snapshot_drafts where day = $1', [day]);
  return published;
}

/** Ends a plan. What became of it stays for those who worked on it. */
export async function finishPlan(
  tx: Db,
  day: Day,
  outcome: { readonly at: Date; readonly revision: number; readonly changed: number },
): Promise<void> {
  await execute(tx, 'update snapshot_plans set finished_at = $2, revision = $3, changed = $4 where day = $1', [
    day,
    outcome.at,
    outcome.revision,
    outcome.changed,
  ]);
  await execute(tx, 'delete from snapshot_ranges where day = $1', [day]);
}
