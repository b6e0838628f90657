import { percentile } from '../../test/support/percentile.ts';

/** The value that a share of all does not exceed; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  return values.length === 0 ? 0 : percentile(values, share * 100);
}

/** In ms with one digit, for what is printed. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
