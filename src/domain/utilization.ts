import { roundHalfUp } from './rational.ts';

/** Active people against paid seats; both whole numbers. */
export interface SeatUse {
  readonly active: number;
  readonly paid: number;
}

/** Tenths of a percent, half-up, not capped: 26 of 20 seats are 1300. Null when nothing is paid. */
export function utilizationTenths({ active, paid }: SeatUse): number | null {
  return paid === 0 ? null : Number(roundHalfUp(1000n * BigInt(active), BigInt(paid)));
}

/**
 * Sign of `100 * active / paid - percent`, by cross-multiplication: the unrounded value is compared,
 * so 59.96 % is below 60 although it prints as 60.0.
 */
export function compareUtilization({ active, paid }: SeatUse, percent: number): -1 | 0 | 1 {
  const difference = 100n * BigInt(active) - BigInt(percent) * BigInt(paid);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}
