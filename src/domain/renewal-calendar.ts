import { type RenewalGroup, renewalGroup } from './renewal-group.ts';
import { reportingExposure } from './reporting-exposure.ts';
import { reportingMrr } from './reporting-mrr.ts';
import type { Stake } from './stake.ts';
import { type MoneyTotal, mayLeave, totalOf } from './totals.ts';

/** Where a renewal stands in the calendar: within so many days, beyond them, passed without news, or not known. */
export type RenewalPlace = RenewalGroup | 'later' | 'past' | 'undated';

/** Every account has one place; the day itself belongs to the nearest group. */
export function renewalPlace(daysToRenewal: number | null | undefined): RenewalPlace {
  if (daysToRenewal == null) return 'undated';
  return daysToRenewal < 0 ? 'past' : (renewalGroup(daysToRenewal) ?? 'later');
}

/** It brings revenue, or billing has not said how much; excluded accounts (trial, internal, cancelled…) do not count. */
export function isPaying({ facts }: Pick<Stake, 'facts'>): boolean {
  return facts.excluded == null && (facts.mrr_minor > 0 || facts.mrr_reporting_minor === null);
}

/** Whether unused seats are worth an amount here: not where nothing is measured or no event ever came. */
export function hasSeatExposure({ seats }: Pick<Stake, 'seats'>): boolean {
  return seats.unusedSeats !== null && seats.bucket !== 'no_signal';
}

/** Three sums in the reporting currency; the exposures are two views of the same MRR and are never added. */
export interface RenewalTotals {
  readonly mrr: MoneyTotal;
  /** The unused seats' share of the MRR, whatever the bucket: the sum of what is said per account. */
  readonly seatExposure: MoneyTotal;
  /** Full MRR of accounts that may leave. */
  readonly churnExposure: MoneyTotal;
}

/** What renews, and how much of it is exposed. */
export function renewalTotals(stakes: readonly Stake[], reportingCurrency: string): RenewalTotals {
  const mrrOf = ({ facts }: Stake): number | null => reportingMrr(facts, reportingCurrency);
  return {
    mrr: totalOf(stakes, mrrOf),
    seatExposure: totalOf(stakes.filter(hasSeatExposure), (stake) => reportingExposure(stake, reportingCurrency)),
    churnExposure: totalOf(stakes.filter(mayLeave), mrrOf),
  };
}
