import type { HealthAssessment, SeatAssessment } from './assessment.ts';
import type { AccountFacts } from './facts.ts';

/** The part of an assessment that totals, order and counts of a portfolio are made of. */
export interface Stake {
  readonly facts: Pick<
    AccountFacts,
    | 'account_id'
    | 'currency'
    | 'mrr_minor'
    | 'mrr_reporting_minor'
    | 'paid_seats'
    | 'excluded'
    | 'days_to_renewal'
    | 'cancel_at_period_end'
  >;
  readonly seats: Pick<SeatAssessment, 'bucket' | 'unusedSeats' | 'expansion' | 'quarterChange'>;
  readonly health: Pick<HealthAssessment, 'band' | 'scoreTenths'>;
}
