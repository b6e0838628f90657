import { seatShareMinor } from './exposure.ts';
import type { AccountFacts } from './facts.ts';
import { ceilDiv } from './rational.ts';

export interface Expansion {
  readonly seats: number;
  /** Added MRR in minor units of the account's currency, at today's price per seat. */
  readonly mrrMinor: number;
}

/** Seats in whole packs that bring utilization down to `target` percent, at least one pack. */
export function expansionOf(facts: AccountFacts, rule: { readonly target: number; readonly pack: number }): Expansion {
  const wanted = Number(ceilDiv(100n * BigInt(facts.active_users_30d), BigInt(rule.target)));
  const missing = Math.max(wanted - facts.paid_seats, 1);
  const seats = Math.ceil(missing / rule.pack) * rule.pack;
  return { seats, mrrMinor: seatShareMinor(seats, facts.paid_seats, facts.mrr_minor) };
}
