import { loadGrowthPlans } from '../../store/growth-plans.ts';
import { loadSentiments } from '../../store/judgements.ts';
import { loadOverrides } from '../../store/score-overrides.ts';
import type { Context } from '../context.ts';
import { authorsOf } from './authors.ts';
import { accountOf, todayOf } from './judge.ts';
import type { AccountJudgementsReport } from './judgement-report.ts';
import { overrideCounts, planCounts, toGrowthPlanRef, toOverrideRef, toSentimentRef } from './refs.ts';

const MOST = 20;

/**
 * What people decided about an account: what is in force today, and what was, newest first.
 * @throws AppError `not_found` for an unknown id.
 */
export async function accountJudgements({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string };
}): Promise<AccountJudgementsReport> {
  const { accountNo } = await accountOf(ctx, input.accountId);
  return judgementsOf(ctx, accountNo, MOST);
}

/** The newest judgements of each kind on an account. */
export async function judgementsOf(ctx: Context, accountNo: number, limit: number): Promise<AccountJudgementsReport> {
  const day = todayOf(ctx);
  const [overrides, plans, felt] = await Promise.all([
    loadOverrides(ctx.db, accountNo, limit),
    loadGrowthPlans(ctx.db, accountNo, limit),
    loadSentiments(ctx.db, accountNo, limit),
  ]);
  const ended = [...overrides, ...plans].flatMap(({ ended_by }) => ended_by ?? []);
  const authors = await authorsOf(ctx, [...[...overrides, ...plans, ...felt].map(({ author }) => author), ...ended]);
  const sentiments = felt.map((row) => toSentimentRef(row, ctx.timeZone, authors));
  const override = overrides.find((row) => overrideCounts(row, day));
  const plan = plans.find((row) => planCounts(row, day));
  return {
    day,
    override: override ? toOverrideRef(override, authors) : null,
    growthPlan: plan ? toGrowthPlanRef(plan, authors) : null,
    sentiment: sentiments[0] ?? null,
    overrides: overrides.map((row) => toOverrideRef(row, authors)),
    growthPlans: plans.map((row) => toGrowthPlanRef(row, authors)),
    sentiments,
  };
}
