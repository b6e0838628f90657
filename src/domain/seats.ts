import type { Bucket, SeatAssessment } from './assessment.ts';
import { bucketOf } from './bucket.ts';
import { currencyExponent } from './currency.ts';
import type { UtilizationDefinition } from './definition.ts';
import { expansionOf } from './expansion.ts';
import { exposureMinor, seatsOver, unusedSeats } from './exposure.ts';
import type { AccountFacts } from './facts.ts';
import { type QuarterChange, quarterChange } from './quarter-change.ts';
import { reportingMrr } from './reporting-mrr.ts';
import { seatTrend } from './seat-trend.ts';
import { compareUtilization, utilizationTenths } from './utilization.ts';

const NOTHING_MEASURED = {
  utilizationTenths: null,
  unusedSeats: null,
  exposureMinor: null,
  trendDirection: null,
  trendSlopeX12: null,
  expansion: null,
  expansionBlockedBy: null,
  quarterChange: null,
} as const;

/**
 * The seat half of an assessment, from the facts alone. An expansion is stated whenever the seats allow it;
 * `assess` takes it back while a band or a cap speaks against it.
 */
export function assessSeats(
  facts: AccountFacts,
  definition: UtilizationDefinition,
  reportingCurrency: string,
): SeatAssessment {
  if (facts.excluded != null) return { ...NOTHING_MEASURED, bucket: 'excluded', flags: [facts.excluded] };
  const trend = seatTrend(facts.active_user_windows, definition.trend);
  const bucket = bucketOf(facts, trend.direction, definition);
  if (bucket === 'no_seats') return { ...NOTHING_MEASURED, bucket, flags: ['seat_quantity_missing_or_zero'] };
  const judged = bucket !== 'no_signal' && bucket !== 'small';
  const quarter = judged ? quarterChange(facts, definition.quarter_drop) : null;
  return {
    utilizationTenths: utilizationTenths({ active: facts.active_users_30d, paid: facts.paid_seats }),
    unusedSeats: unusedSeats(facts),
    exposureMinor: exposureMinor(facts, facts.mrr_minor),
    trendDirection: trend.direction,
    trendSlopeX12: trend.slopeX12,
    bucket,
    flags: flagsOf({ facts, definition, bucket, quarter, reportingCurrency }),
    expansion: bucket === 'expansion' ? expansionOf(facts, definition.expansion) : null,
    expansionBlockedBy: null,
    quarterChange: quarter && {
      pointsTenths: quarter.pointsTenths,
      peopleTenths: quarter.peopleTenths,
      seatsTenths: quarter.seatsTenths,
    },
  };
}

interface FlagInput {
  readonly facts: AccountFacts;
  readonly definition: UtilizationDefinition;
  readonly bucket: Bucket;
  readonly quarter: QuarterChange | null;
  readonly reportingCurrency: string;
}

function flagsOf({ facts, definition, bucket, quarter, reportingCurrency }: FlagInput): string[] {
  if (bucket === 'no_signal') return ['no_event_ever_received'];
  if (bucket === 'small') return [];
  const use = { active: facts.active_users_30d, paid: facts.paid_seats };
  const over = seatsOver(facts);
  const flags: string[] = [];
  if (over > 0) flags.push(`over_seats:${over}`);
  if (compareUtilization(use, definition.strong) > 0) flags.push('strong');
  if (compareUtilization(use, definition.red) < 0 && renewsSoon(facts, definition)) flags.push('renewal_red_flag');
  if (quarter?.flag != null) flags.push(quarter.flag);
  if (bucket === 'dormant' && isLowTouch(facts, definition, reportingCurrency)) flags.push('low_touch');
  return flags;
}

function renewsSoon(facts: AccountFacts, definition: UtilizationDefinition): boolean {
  const days = facts.days_to_renewal;
  return days != null && days >= 0 && days <= definition.renewal_days;
}

function isLowTouch(facts: AccountFacts, definition: UtilizationDefinition, reportingCurrency: string): boolean {
  const mrr = reportingMrr(facts, reportingCurrency);
  return mrr !== null && mrr < definition.low_touch_mrr * 10 ** currencyExponent(reportingCurrency);
}
