import { roundHalfUp } from '../rational.ts';
import type { CoreEvents } from './automation.ts';

export type SeatFitVerdict = 'fit' | 'watch' | 'weak';

export interface SeatFitInput {
  readonly events: CoreEvents;
  /** Spearman's correlation of monthly active people and core events, in millionths. */
  readonly rhoMillionths: number;
  /** The utilization's own sub-score, 0..10000 hundredths. */
  readonly utilizationSubHundredths: number;
}

export interface SeatFit {
  /** 0..1000 tenths of a point, half-up. */
  readonly tenths: number;
  /** By the unrounded value. */
  readonly verdict: SeatFitVerdict;
}

/** From here on seats fit, and below the second they fit weakly; in between they are to be watched. */
const FIT = 70n;
const WEAK = 45n;
/** A correlation of 0.8 counts in full. */
const FULL_RHO = 800_000;

/**
 * How well a price per seat fits how an account is used, a heuristic of our own: 0.5 x 100 x (1 - automation) +
 * 0.3 x min(rho / 0.8, 1) x 100 + 0.2 x utilization sub-score. Null without an event.
 */
export function seatFit({ events, rhoMillionths, utilizationSubHundredths }: SeatFitInput): SeatFit | null {
  const all = BigInt(events.automated + events.human);
  if (all === 0n) return null;
  const rho = BigInt(Math.min(Math.max(rhoMillionths, 0), FULL_RHO));
  const full = BigInt(FULL_RHO);
  const den = 500n * all * full;
  const num =
    50n * BigInt(events.human) * full * 500n + 30n * rho * all * 500n + BigInt(utilizationSubHundredths) * all * full;
  const verdict = num >= FIT * den ? 'fit' : num < WEAK * den ? 'weak' : 'watch';
  return { tenths: Number(roundHalfUp(10n * num, den)), verdict };
}
