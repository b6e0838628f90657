import type { Bucket, TrendDirection } from './assessment.ts';
import type { UtilizationDefinition } from './definition.ts';
import type { AccountFacts } from './facts.ts';
import { isNeverSeen } from './never-seen.ts';
import { compareUtilization } from './utilization.ts';

/** Seats added in the last 60 days are at least that many percent of what was there before. */
export function seatsGrew(facts: AccountFacts, percent: number): boolean {
  const added = facts.seats_added_60d ?? 0;
  return added > 0 && 100 * added >= percent * (facts.paid_seats - added);
}

/** The one bucket of an account; the first rule that matches wins. */
export function bucketOf(facts: AccountFacts, trend: TrendDirection, definition: UtilizationDefinition): Bucket {
  if (facts.excluded != null) return 'excluded';
  if (facts.paid_seats === 0) return 'no_seats';
  if (isNeverSeen(facts)) return 'no_signal';
  if (facts.paid_seats < definition.min_seats) return 'small';
  if (facts.age_days < definition.onboarding_days) return 'onboarding';
  const use = { active: facts.active_users_30d, paid: facts.paid_seats };
  if (compareUtilization(use, definition.low) < 0) return lowBucket(facts, trend, definition);
  if (trend === 'dropping') return 'watch';
  return compareUtilization(use, definition.ceiling) >= 0 ? 'expansion' : 'steady';
}

function lowBucket(facts: AccountFacts, trend: TrendDirection, definition: UtilizationDefinition): Bucket {
  if (trend === 'dropping') return 'at_risk';
  const filling = trend === 'rising' || seatsGrew(facts, definition.seat_growth) || facts.growth_plan_active === true;
  return filling ? 'ramping' : 'dormant';
}
