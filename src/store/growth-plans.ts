import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, execute, preparedRows } from './db.ts';
import type { Moment } from './judgements.ts';

const rowSchema = z.strictObject({
  id: z.int(),
  target: z.int(),
  by_on: z.string(),
  note: z.string().nullable(),
  author: z.string(),
  starts_on: z.string(),
  ended_on: z.string().nullable(),
  ended_by: z.string().nullable(),
});
export type GrowthPlanRow = z.infer<typeof rowSchema>;

export interface NewGrowthPlan {
  /** Active people that are expected by the date. */
  readonly target: number;
  readonly by: Day;
  readonly note: string | null;
  readonly author: string;
}

/** An account's growth plans, newest first. */
export function loadGrowthPlans(db: Db, accountNo: number, limit: number): Promise<GrowthPlanRow[]> {
  const text = `select plan_id as id, target_people as target, by_on, note, author, starts_on, ended_on, ended_by
    from growth_plans where account_id = $1 order by plan_id desc limit $2`;
  return preparedRows(db, rowSchema, { name: 'growth-plans-of-account', text, values: [accountNo, limit] });
}

export async function insertGrowthPlan(db: Db, accountNo: number, plan: NewGrowthPlan, made: Moment): Promise<void> {
  await execute(
    db,
    `insert into growth_plans (account_id, target_people, by_on, note, author, created_at, starts_on)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [accountNo, plan.target, plan.by, plan.note, plan.author, made.at, made.day],
  );
}

/** Gives a plan its end; one that has an end keeps it. */
export async function endGrowthPlanRow(
  db: Db,
  key: { readonly accountNo: number; readonly id: number },
  end: Moment & { readonly by: string },
): Promise<void> {
  await execute(
    db,
    `update growth_plans set ended_at = $3, ended_on = $4, ended_by = $5
     where account_id = $1 and plan_id = $2 and ended_at is null`,
    [key.accountNo, key.id, end.at, end.day, end.by],
  );
}
