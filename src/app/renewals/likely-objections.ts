import { compareUtilization } from '../../domain/utilization.ts';
import type { ObjectionKey } from '../../email/objections.ts';
import type { AccountHealthReport } from '../accounts/account-report.ts';

/**
 * Objections that an account's own numbers speak for: seats below the red line, seats added lately or growth planned,
 * tickets still open or points lost to errors, people above the paid seats.
 */
export function likelyObjections(
  { judgements, standing: { assessment }, tickets }: Pick<AccountHealthReport, 'judgements' | 'standing' | 'tickets'>,
  redPercent: number,
): ObjectionKey[] {
  const { facts, health, seats } = assessment;
  const isMeasured = seats.utilizationTenths !== null && seats.bucket !== 'no_signal';
  const use = { active: facts.active_users_30d, paid: facts.paid_seats };
  const likely: ObjectionKey[] = [];
  if (isMeasured && facts.active_users_30d > facts.paid_seats) likely.push('budget_risk');
  if (judgements.growthPlan !== null || (facts.seats_added_60d ?? 0) > 0) likely.push('bought_for_growth');
  const losesToErrors = health.components.some(({ key, lostTenths }) => key === 'reliability' && lostTenths > 0);
  if (losesToErrors || tickets.some(({ closedOn }) => closedOn === null)) likely.push('slow');
  if (isMeasured && compareUtilization(use, redPercent) < 0) likely.push('drop_seats');
  return likely;
}
