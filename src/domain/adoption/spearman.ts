import { isqrt } from '../rational.ts';

const SCALE = 1_000_000n;

/**
 * Spearman's rank correlation in millionths, half-up, ties at their mean rank: Pearson's of the ranks. Null where one
 * of both does not vary or their lengths differ.
 */
export function spearmanMillionths(xs: readonly number[], ys: readonly number[]): number | null {
  if (xs.length !== ys.length) return null;
  const a = centred(xs);
  const b = centred(ys);
  const product = (one: readonly bigint[], other: readonly bigint[]): bigint =>
    one.reduce((sum, value, index) => sum + value * (other[index] ?? 0n), 0n);
  const covariance = product(a, b);
  const variances = product(a, a) * product(b, b);
  if (variances === 0n) return null;
  // Half-up of |r| x 10^6: the root of a square, at twice the scale.
  const twice = isqrt((4n * covariance * covariance * SCALE * SCALE) / variances);
  const rounded = Number((twice + 1n) / 2n);
  return covariance < 0n ? -rounded : rounded;
}

// Twice the mean rank less twice the mean of all ranks, which is n + 1: whole numbers.
function centred(values: readonly number[]): bigint[] {
  const sorted = [...values].sort((a, b) => a - b);
  return values.map((value) => BigInt(sorted.indexOf(value) + sorted.lastIndexOf(value) + 2 - (values.length + 1)));
}
