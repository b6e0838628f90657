import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, execute, oneRow, rows } from './db.ts';

const planSchema = z.strictObject({
  day: z.string(),
  plan_no: z.int(),
  frame_hash: z.string(),
  definition_hash: z.string(),
  rebuild: z.boolean(),
  base_revision: z.int(),
  fleet_factor: z.int(),
  accounts: z.int(),
  started_at: z.date(),
  /** Null while ranges are open. */
  finished_at: z.date().nullable(),
  revision: z.int().nullable(),
  changed: z.int().nullable(),
});
/** A day's snapshot that is made in ranges of accounts. */
export type SnapshotPlan = z.infer<typeof planSchema>;

export type NewPlan = Omit<SnapshotPlan, 'plan_no' | 'finished_at' | 'revision' | 'changed'>;

const COLUMNS = `day, plan_no, frame_hash, definition_hash, rebuild, base_revision, fleet_factor, accounts, started_at,
  finished_at, revision, changed`;

/** The day's plan that is not finished, or null. */
export function loadOpenPlan(db: Db, day: Day): Promise<SnapshotPlan | null> {
  return oneRow(db, planSchema, `select ${COLUMNS} from snapshot_plans where day = $1 and finished_at is null`, [day]);
}

/** Every plan that is not finished, oldest day first. */
export function loadOpenPlans(db: Db): Promise<SnapshotPlan[]> {
  return rows(db, planSchema, `select ${COLUMNS} from snapshot_plans where finished_at is null order by day`);
}

/** The plan as it stands now, finished or not; null when it was thrown away. */
export function loadPlan(db: Db, { day, plan_no }: SnapshotPlan): Promise<SnapshotPlan | null> {
  const text = `select ${COLUMNS} from snapshot_plans where day = $1 and plan_no = $2`;
  return oneRow(db, planSchema, text, [day, plan_no]);
}

export interface AccountRange {
  readonly first: number;
  readonly last: number;
}

const accountSchema = z.strictObject({ account_no: z.int() });

/** Numbers of the accounts that were customers before a day, ascending, of a range or all: those that facts are of. */
export async function loadAccountsOfDay(db: Db, day: Day, range: AccountRange | null): Promise<number[]> {
  const found = await rows(
    db,
    accountSchema,
    `select account_id as account_no from accounts
     where customer_since < $1 and ($2::bigint is null or account_id between $2 and $3) order by account_id`,
    [day, range?.first ?? null, range?.last ?? null],
  );
  return found.map(({ account_no }) => account_no);
}

/** Puts a plan in the place of the day's last one, with its ranges. */
export async function insertPlan(
  tx: Db,
  plan: NewPlan,
  ranges: readonly (AccountRange & { readonly accounts: number })[],
): Promise<SnapshotPlan> {
  await dropPlan(tx, plan.day);
  const made = await rows(
    tx,
    planSchema,
    `insert into snapshot_plans (day, frame_hash, definition_hash, rebuild, base_revision, fleet_factor, accounts,
       started_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
    [
      plan.day,
      plan.frame_hash,
      plan.definition_hash,
      plan.rebuild,
      plan.base_revision,
      plan.fleet_factor,
      plan.accounts,
      plan.started_at,
    ],
  );
  await execute(
    tx,
    `insert into snapshot_ranges (day, first_account, last_account, accounts)
     select $1, r.first, r.last, r.accounts
     from jsonb_to_recordset($2::jsonb) as r (first bigint, last bigint, accounts integer)`,
    [plan.day, JSON.stringify(ranges)],
  );
  return one(made);
}

function one<T>([found]: readonly T[]): T {
  if (found === undefined) throw new Error('the database gave no row back');
  return found;
}

/** Throws a plan away, and everything that was made for it. */
export async function dropPlan(tx: Db, day: Day): Promise<void> {
  await execute(tx, 'delete from snapshot_plans where day = $1', [day]);
  await execute(tx, 'delete from snapshot_drafts where day = $1', [day]);
}

const countSchema = z.strictObject({ open: z.int(), free: z.int(), quiet: z.boolean() });

/** Whether the day has an open plan of which nobody has a range in hand, and nobody has ended one for so long. */
export async function isAbandoned(tx: Db, day: Day, quietMs: number): Promise<boolean> {
  const found = await oneRow(
    tx,
    countSchema,
    `select (select count(*) from snapshot_ranges where day = $1 and done_at is null) as open,
       (select count(*) from (
         select from snapshot_ranges where day = $1 and done_at is null for update skip locked
       ) free) as free,
       greatest(p.planned_at, (select max(done_at) from snapshot_ranges where day = $1))
         <= clock_timestamp() - $2 * interval '1 millisecond' as quiet
     from snapshot_plans p where p.day = $1 and p.finished_at is null`,
    [day, quietMs],
  );
  return found?.quiet === true && found.open === found.free;
}
