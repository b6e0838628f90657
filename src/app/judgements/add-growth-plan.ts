import type { Day } from '../../domain/day.ts';
import { endGrowthPlanRow, insertGrowthPlan, loadGrowthPlans } from '../../store/growth-plans.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import { dayAhead, lineOfText, refused } from './check-input.ts';
import { judge, todayOf } from './judge.ts';
import { planCounts } from './refs.ts';
import { rescoreToday } from './rescore-today.ts';
import type { JudgementOutcome } from './set-override.ts';

const LONGEST_DAYS = 730;
const MOST_PEOPLE = 1_000_000;

export interface AddGrowthPlanInput {
  /** The vendor's own id. */
  readonly accountId: string;
  /** Slack user id, or the name of a command. */
  readonly actor: string;
  /** Active people that are expected by the date, 1 to 1,000,000. */
  readonly target: number;
  /** The last local day on which the plan counts, 1 to 730 days ahead. */
  readonly by: Day;
  /** At most 500 characters in one line; nothing to read is no note. */
  readonly note?: string | null | undefined;
}

/**
 * Records that seats were bought ahead on purpose. It replaces a plan in force, and counts from today to its date.
 * @throws AppError `invalid` whose message begins with the input field, `not_found` for an unknown account.
 */
export async function addGrowthPlan({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: AddGrowthPlanInput;
}): Promise<JudgementOutcome> {
  const { accountId, actor } = input;
  const plan = checked(input, todayOf(ctx));
  return judge(ctx, accountId, async (judged) => {
    const { ctx: inner, entry, moment } = judged;
    const [newest] = await loadGrowthPlans(inner.db, entry.accountNo, 1);
    const current = newest && planCounts(newest, moment.day) ? newest : null;
    if (current?.target === plan.target && current.by_on === plan.by && current.note === plan.note) {
      return { state: 'unchanged', shown: true };
    }
    if (current !== null) {
      await endGrowthPlanRow(inner.db, { accountNo: entry.accountNo, id: current.id }, { ...moment, by: actor });
    }
    await insertGrowthPlan(inner.db, entry.accountNo, { ...plan, author: actor }, moment);
    await audit({ ctx: inner, input: { actor, action: 'growth_plan_added', accountId, detail: plan } });
    return { state: 'changed', shown: await rescoreToday(judged) };
  });
}

function checked({ target, by, note }: AddGrowthPlanInput, today: Day) {
  if (!Number.isInteger(target) || target < 1 || target > MOST_PEOPLE) {
    throw refused('target', 'write how many people are to be active, a whole number from 1 to 1,000,000.');
  }
  const last = dayAhead('by', by, { today, most: LONGEST_DAYS });
  return { target, by: last, note: lineOfText('note', note ?? '') };
}
