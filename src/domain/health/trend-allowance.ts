import { isqrt, maxOf, reduced } from '../rational.ts';
import type { Baseline } from './baseline.ts';

/** Points below which the noise of a count is not worth forgiving: the curve starts falling there. */
const FORGIVEN_BY_CURVE = 5n;

/**
 * Percentage points of dip that are not counted: about one Poisson standard deviation of the account's volume
 * (`noise / sqrt(level)`), or the account's own deepest dip of the quarter, whichever is more.
 */
export function trendAllowance(baseline: Baseline, noise: number): { readonly num: bigint; readonly den: bigint } {
  const level = baseline.userDaysTimes2;
  const poisson = maxOf(BigInt(noise) / isqrt(level / 2n) - FORGIVEN_BY_CURVE, 0n);
  if (baseline.lowestUserDays === null) return { num: poisson, den: 1n };
  // The level is at least 10 user-days here, so it is its own denominator.
  const dip = 100n * (level - 2n * BigInt(baseline.lowestUserDays));
  return dip > poisson * level ? reduced(dip, level) : { num: poisson, den: 1n };
}
