import type { AccountFacts } from './facts.ts';
import { roundHalfUp } from './rational.ts';

/** Paid seats without an active person, never below 0. */
export function unusedSeats(facts: AccountFacts): number {
  return Math.max(facts.paid_seats - facts.active_users_30d, 0);
}

/** People above the paid seats, never below 0. */
export function seatsOver(facts: AccountFacts): number {
  return Math.max(facts.active_users_30d - facts.paid_seats, 0);
}

/** The share of `mrrMinor` that `seats` of `paid` seats stand for, rounded half-up once. `paid` must be above 0. */
export function seatShareMinor(seats: number, paid: number, mrrMinor: number): number {
  return Number(roundHalfUp(BigInt(seats) * BigInt(mrrMinor), BigInt(paid)));
}

/** The unused seats' share of the MRR per month, minor units; null when nothing is paid. */
export function exposureMinor(facts: AccountFacts, mrrMinor: number): number | null {
  if (facts.paid_seats === 0) return null;
  return seatShareMinor(unusedSeats(facts), facts.paid_seats, mrrMinor);
}

/** What the people above the paid seats would cost per month, minor units: internal, never a draft's fact. */
export function overageMinor(facts: AccountFacts): number | null {
  if (facts.paid_seats === 0) return null;
  return seatShareMinor(seatsOver(facts), facts.paid_seats, facts.mrr_minor);
}
