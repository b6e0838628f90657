import { thresholdOf } from '../../domain/active/definition.ts';
import type { Day } from '../../domain/day.ts';
import { loadRulePeople } from '../../store/rule-activity.ts';
import type { Context } from '../context.ts';

/**
 * Numbers of an account's people who were active in the 30 days before a local day by the rule in force; null where
 * any event makes a person active: the rollup knows those.
 */
export async function rulePeople(ctx: Context, accountNo: number, day: Day): Promise<readonly number[] | null> {
  const threshold = thresholdOf(ctx.active.rule);
  return threshold && loadRulePeople(ctx.db, { day, timeZone: ctx.timeZone, threshold }, accountNo);
}
