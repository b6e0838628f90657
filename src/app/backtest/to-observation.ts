import type { Assessment, Band } from '../../domain/assessment.ts';
import type { Observation } from '../../domain/backtest/observation.ts';
import { reportingMrr } from '../../domain/reporting-mrr.ts';
import type { Label } from './label.ts';

export type LeftOutReason = 'unknown_account' | 'notice_given' | 'excluded' | 'not_scored';

/** What else is known of the account on that day. */
export interface Beside {
  readonly classicTenths: number | null;
  readonly lastActive: Date | null;
  readonly dayStart: Date;
  readonly reportingCurrency: string;
}

/** A lost tenth of the revenue is a churn too. */
const LOST_SHARE = 10;
const MICRO = 1_000_000;

/** A label with the scores of its day, or why it cannot be judged. */
export function toObservation(label: Label, assessment: Assessment, beside: Beside): Observation | LeftOutReason {
  const { facts, health } = assessment;
  // Whoever has given notice is lost already: to "foresee" it would be no merit.
  if (facts.cancel_at_period_end === true || facts.excluded === 'cancelled') return 'notice_given';
  if (facts.excluded != null) return 'excluded';
  if (health.scoreTenths === null || health.baseTenths === null || health.bandRaw === null) return 'not_scored';
  const mrr = reportingMrr(facts, beside.reportingCurrency);
  const band: Band = health.bandRaw;
  const lastActive = beside.lastActive?.getTime();
  return {
    accountId: label.accountId,
    day: label.day,
    churned: label.churned === true || hasContracted(label.lostMrrMinor, mrr),
    churnedOn: label.churnedOn,
    mrrMinor: mrr === 0 ? null : mrr,
    seats: facts.paid_seats,
    band,
    values: {
      score: health.scoreTenths,
      base: health.baseTenths,
      classic: beside.classicTenths,
      volume: facts.events_30d,
      recency: lastActive === undefined ? null : lastActive - beside.dayStart.getTime(),
      active_weeks: facts.active_weeks,
      utilization: facts.paid_seats === 0 ? null : Math.floor((MICRO * facts.active_users_30d) / facts.paid_seats),
    },
  };
}

function hasContracted(lost: number | null, mrr: number | null): boolean {
  return lost !== null && lost > 0 && lost * LOST_SHARE >= (mrr ?? 0);
}
