import { seatShareMinor } from './exposure.ts';
import { reportingMrr } from './reporting-mrr.ts';
import type { Stake } from './stake.ts';

type Worth = Pick<Stake, 'facts' | 'seats'>;

/** The shown exposure in the reporting currency, rounded per row; null when unmeasured or without a rate. */
export function reportingExposure({ facts, seats }: Worth, reportingCurrency: string): number | null {
  if (seats.unusedSeats === null) return null;
  return reportingShare({ facts }, seats.unusedSeats, reportingCurrency);
}

/** The offered expansion's added MRR in the reporting currency; null when none is offered or without a rate. */
export function reportingExpansion({ facts, seats }: Worth, reportingCurrency: string): number | null {
  return seats.expansion && reportingShare({ facts }, seats.expansion.seats, reportingCurrency);
}

function reportingShare({ facts }: Pick<Stake, 'facts'>, seats: number, currency: string): number | null {
  const mrr = reportingMrr(facts, currency);
  return mrr === null || facts.paid_seats === 0 ? null : seatShareMinor(seats, facts.paid_seats, mrr);
}
