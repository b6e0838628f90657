import type { Bucket, TrendDirection } from '../../src/domain/assessment.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { below, type Fraction, floor, fraction, median, minus, nearest, over, shown, times } from './fraction.ts';

const HUNDRED = fraction(100);
const BUYING_PACK = 5;

export function neverSeen(facts: AccountFacts): boolean {
  return facts.never_seen ?? (facts.data_days === 0 && facts.active_users_30d === 0 && facts.events_30d === 0);
}

/** Active people in percent of paid seats. */
export function utilization({ active_users_30d: active, paid_seats: paid }: AccountFacts): Fraction | null {
  return paid === 0 ? null : over(times(HUNDRED, fraction(active)), fraction(paid));
}

/** Theil–Sen: the median slope of all pairs of windows, against the median level. */
export function peopleTrend(windows: readonly number[]): { direction: TrendDirection; slopeX12: number | null } {
  if (windows.length < 2) return { direction: 'unknown', slopeX12: null };
  const slopes: Fraction[] = [];
  windows.forEach((later, j) => {
    windows.slice(0, j).forEach((earlier, i) => {
      slopes.push(fraction(later - earlier, j - i));
    });
  });
  const slope = median(slopes) ?? fraction(0);
  const level = median(windows.map((count) => fraction(count))) ?? fraction(0);
  const slopeX12 = nearest(times(slope, fraction(12)));
  if (level.n === 0n) return { direction: 'flat', slopeX12 };
  const percent = over(times(HUNDRED, slope), level);
  const last = windows[windows.length - 1] ?? 0;
  const before = windows.slice(0, -1);
  if (!below(fraction(-5), percent) && Math.max(...before) - last >= 2) return { direction: 'dropping', slopeX12 };
  if (!below(percent, fraction(5)) && last - Math.min(...before) >= 2) return { direction: 'rising', slopeX12 };
  return { direction: 'flat', slopeX12 };
}

export function oracleBucket(facts: AccountFacts): Bucket {
  const use = utilization(facts);
  if (facts.excluded != null) return 'excluded';
  if (use === null) return 'no_seats';
  if (neverSeen(facts)) return 'no_signal';
  if (facts.paid_seats < 5) return 'small';
  if (facts.age_days < 60) return 'onboarding';
  const { direction } = peopleTrend(facts.active_user_windows);
  const added = facts.seats_added_60d ?? 0;
  const had = facts.paid_seats - added;
  const grew = added > 0 && (had <= 0 || !below(over(fraction(100 * added), fraction(had)), fraction(20)));
  if (below(use, fraction(50))) {
    if (direction === 'dropping') return 'at_risk';
    return direction === 'rising' || grew || facts.growth_plan_active ? 'ramping' : 'dormant';
  }
  if (!below(use, fraction(90)) && direction !== 'dropping') return 'expansion';
  return direction === 'dropping' ? 'watch' : 'steady';
}

/** Utilization now minus 90 days ago, each by its own seats; what the people did, and the rest. */
export function quarter(facts: AccountFacts) {
  const then = facts.paid_seats_90d_ago ?? 0;
  const [w1] = facts.active_user_windows;
  const use = utilization(facts);
  if (w1 === undefined || facts.active_user_windows.length < 4 || then === 0 || use === null) return null;
  const change = minus(use, fraction(100 * w1, then));
  const people = fraction(100 * (facts.active_users_30d - w1), then);
  const limit = fraction(-20);
  const flag = below(people, limit) ? 'quarter_drop' : 'quarter_drop_seats_added';
  const [points, byPeople] = [tenths(change), tenths(people)];
  return {
    shown: { points: shown(points, 1), people: shown(byPeople, 1), seats: shown(points - byPeople, 1) },
    flag: below(change, limit) ? flag : null,
  };
}

export function tenths(value: Fraction): number {
  return nearest(times(value, fraction(10)));
}

/** Money for a number of seats at the price that is paid per seat. */
export function forSeats(seats: number, facts: AccountFacts): number {
  return nearest(fraction(BigInt(seats) * BigInt(facts.mrr_minor), facts.paid_seats));
}

export function oracleSeatFlags(facts: AccountFacts, reportingCurrency: string): string[] {
  const bucket = oracleBucket(facts);
  const use = utilization(facts);
  if (bucket === 'excluded') return [facts.excluded ?? ''];
  if (bucket === 'no_seats' || use === null) return ['seat_quantity_missing_or_zero'];
  if (bucket === 'no_signal') return ['no_event_ever_received'];
  if (bucket === 'small') return [];
  const flags: string[] = [];
  if (facts.active_users_30d > facts.paid_seats) flags.push(`over_seats:${facts.active_users_30d - facts.paid_seats}`);
  if (below(fraction(80), use)) flags.push('strong');
  const renewal = facts.days_to_renewal;
  if (below(use, fraction(60)) && renewal != null && renewal >= 0 && renewal <= 90) flags.push('renewal_red_flag');
  const drop = quarter(facts)?.flag;
  if (drop) flags.push(drop);
  const own = facts.currency === reportingCurrency ? facts.mrr_minor : null;
  const money = facts.mrr_reporting_minor === undefined ? own : facts.mrr_reporting_minor;
  const least = reportingCurrency === 'JPY' ? 500 : 50_000;
  if (bucket === 'dormant' && money != null && money < least) flags.push('low_touch');
  return flags;
}

/** Seats in whole packs up to 80 % utilization. */
export function oracleExpansion(facts: AccountFacts): { seats: number; mrr_minor: number } {
  let target = 0;
  while (target * 80 < facts.active_users_30d * 100) target += 1;
  const missing = Math.max(target - facts.paid_seats, 1);
  const seats = (floor(fraction(missing - 1, BUYING_PACK)) + 1) * BUYING_PACK;
  return { seats, mrr_minor: forSeats(seats, facts) };
}
