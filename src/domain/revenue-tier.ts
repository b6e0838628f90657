import { currencyExponent } from './currency.ts';

/** Annual recurring revenue in whole units of the reporting currency below which each tier ends. */
const TIERS = [
  [5_000, 20],
  [15_000, 40],
  [50_000, 60],
  [150_000, 80],
] as const;

/** 20 to 100 points by annual revenue, from the MRR in minor units. */
export function revenueTier(mrrMinor: number, currency: string): number {
  const unit = 10 ** currencyExponent(currency);
  return TIERS.find(([below]) => 12 * mrrMinor < below * unit)?.[1] ?? 100;
}
