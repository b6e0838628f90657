import { roundHalfUp } from '../rational.ts';
import type { SeatUse } from '../utilization.ts';

/** Ascending by the unrounded share; somebody pays for a seat in both. */
export function byUse(a: SeatUse, b: SeatUse): number {
  return a.active * b.paid - b.active * a.paid;
}

/** The mean of two shares in tenths of a percent, rounded once; 0 where one is missing. */
export function meanTenths(one: SeatUse | undefined, other: SeatUse | undefined): number {
  if (one === undefined || other === undefined) return 0;
  const num = BigInt(one.active) * BigInt(other.paid) + BigInt(other.active) * BigInt(one.paid);
  return Number(roundHalfUp(1000n * num, 2n * BigInt(one.paid) * BigInt(other.paid)));
}

/** The median share in tenths of a percent, of an even number the mean of the middle two; null for none. */
export function medianUseTenths(uses: readonly SeatUse[]): number | null {
  const sorted = [...uses].sort(byUse);
  const last = sorted.length - 1;
  return last < 0 ? null : meanTenths(sorted[last >> 1], sorted[(last + 1) >> 1]);
}
