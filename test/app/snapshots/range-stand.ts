import type { Context } from '../../../src/app/context.ts';
import { endPlan } from '../../../src/app/snapshots/end-plan.ts';
import { holdDay } from '../../../src/app/snapshots/hold-day.ts';
import { makeRange } from '../../../src/app/snapshots/make-range.ts';
import { planDay } from '../../../src/app/snapshots/plan-day.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { type Db, execute, inTransaction } from '../../../src/store/db.ts';
import type { SnapshotPlan } from '../../../src/store/snapshot-plans.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { connectSources, GOLDEN, insertAccount, RECIPE_IDS, recipeAccount } from '../../support/portfolio.ts';

export const DAY = GOLDEN.as_of;
/** Accounts of a range: 25 of them make seven ranges. */
export const SIZE = 4;
export const RANGES = 7;
const COPIES = 5;

/** A fleet that is down by a fifth: with too few accounts, or of a range alone, the factor would be another. */
export async function rangeDatabase(): Promise<TestDatabase> {
  const database = await cloneDatabase();
  await connectSources(database.pool, new Date(`${DAY}T05:00:00Z`));
  for (let copy = 0; copy < COPIES; copy += 1) {
    for (const id of RECIPE_IDS) {
      const account = recipeAccount(id, DAY);
      const activity = new Map([...(account.activity ?? [])].filter(([ago]) => ago > 14 || (ago + copy) % 5 !== 0));
      await insertAccount(database.pool, DAY, { ...account, activity, accountId: `${id}-${copy}` });
    }
  }
  return database;
}

/** Everything that is stored of snapshots, but the moments at which it was written. */
export async function stored(db: Db): Promise<unknown> {
  const { rows: snapshots } = await db.query(
    `select to_jsonb(h) - 'computed_at' as row from health_snapshots h order by day, account_id, revision`,
  );
  const { rows: runs } = await db.query(
    `select to_jsonb(r) - '{started_at,finished_at}'::text[] as row from snapshot_runs r order by day, revision`,
  );
  return { snapshots: snapshots.map(({ row }) => row), runs: runs.map(({ row }) => row) };
}

/** What one process stores in one transaction, of what is there now; nothing of it stays. */
export async function atOnce(database: TestDatabase, overrides: Partial<Context> = {}): Promise<unknown> {
  const undo = new Error('undo');
  let kept: unknown;
  await inTransaction(database.pool, async (tx) => {
    await snapshotScores({ ctx: testContext(tx, overrides), input: { day: DAY } });
    kept = await stored(tx);
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return kept;
}

/** Plans the day as the first process does. */
export async function begin(database: TestDatabase, overrides: Partial<Context> = {}): Promise<SnapshotPlan> {
  const plan = await inTransaction(database.pool, async (tx) => {
    const ctx = testContext(tx, overrides);
    await holdDay(ctx, DAY);
    return planDay(ctx, { day: DAY, rebuild: false, sizes: { atOnce: SIZE, range: SIZE } });
  });
  if (typeof plan === 'string') throw new Error(`the day is ${plan}`);
  return plan.plan;
}

/** Makes one range and keeps it. */
export function make(database: TestDatabase, plan: SnapshotPlan): Promise<number | null> {
  return inTransaction(database.pool, (tx) => makeRange(testContext(tx), plan));
}

/** A process that has made a range and written all of it, and has not committed. */
export async function halfWay(database: TestDatabase, plan: SnapshotPlan) {
  const client = await database.pool.connect();
  await client.query('begin');
  const changed = await makeRange(testContext(client), plan);
  return {
    changed,
    /** It is gone, and the server finds the connection closed. */
    die: () => client.release(new Error('killed')),
    commit: async () => {
      await client.query('commit');
      client.release();
    },
  };
}

export const end = (database: TestDatabase, plan: SnapshotPlan) => endPlan(testContext(database.pool), plan);

export async function emptyDay(database: TestDatabase): Promise<void> {
  await execute(
    database.pool,
    'truncate health_snapshots, snapshot_runs, snapshot_plans, snapshot_ranges, snapshot_drafts',
  );
}

export async function countOf(database: TestDatabase, from: string): Promise<number> {
  return (await database.pool.query(`select from ${from}`)).rowCount ?? 0;
}

/** Something that changes what an account's score is made of. */
export async function errorsOf(database: TestDatabase, accountId: string): Promise<void> {
  await execute(
    database.pool,
    `insert into account_day (account_id, day, chunk, events, errors, other_events, last_at, active)
     select account_id, $2::date - 1, 0, 0, 7, 0, $2::date, 0::bit(256) from accounts where external_id = $1
     on conflict (account_id, day, chunk) do update set errors = account_day.errors + 7`,
    [accountId, DAY],
  );
}
