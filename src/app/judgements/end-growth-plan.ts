import { endGrowthPlanRow, loadGrowthPlans } from '../../store/growth-plans.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import { judge } from './judge.ts';
import { planCounts } from './refs.ts';
import { rescoreToday } from './rescore-today.ts';
import type { JudgementOutcome } from './set-override.ts';

/**
 * Ends the growth plan in force before its date: from today on the normal rules apply. `unchanged` without one.
 * @throws AppError `not_found` for an unknown account.
 */
export async function endGrowthPlan({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string; readonly actor: string };
}): Promise<JudgementOutcome> {
  const { accountId, actor } = input;
  return judge(ctx, accountId, async (judged) => {
    const { ctx: inner, entry, moment } = judged;
    const [newest] = await loadGrowthPlans(inner.db, entry.accountNo, 1);
    if (!newest || !planCounts(newest, moment.day)) return { state: 'unchanged', shown: true };
    await endGrowthPlanRow(inner.db, { accountNo: entry.accountNo, id: newest.id }, { ...moment, by: actor });
    const detail = { target: newest.target, by: newest.by_on };
    await audit({ ctx: inner, input: { actor, action: 'growth_plan_ended', accountId, detail } });
    return { state: 'changed', shown: await rescoreToday(judged) };
  });
}
