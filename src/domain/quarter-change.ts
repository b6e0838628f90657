import type { AccountFacts } from './facts.ts';
import { roundHalfUp } from './rational.ts';

export interface QuarterChange {
  readonly pointsTenths: number;
  readonly peopleTenths: number;
  /** The rest, so that people and seats add up to the points as shown. */
  readonly seatsTenths: number;
  readonly flag: 'quarter_drop' | 'quarter_drop_seats_added' | null;
}

const QUARTER_WINDOWS = 4;

/**
 * Utilization now minus 90 days ago, each over its own seat count, split into people and seats.
 * A fall that the people alone do not explain is `quarter_drop_seats_added` and alerts nobody.
 * Null without four full windows or a seat count of 90 days ago.
 */
export function quarterChange(facts: AccountFacts, dropPoints: number): QuarterChange | null {
  const [oldest] = facts.active_user_windows;
  const paidThen = facts.paid_seats_90d_ago ?? 0;
  if (oldest === undefined || facts.active_user_windows.length < QUARTER_WINDOWS) return null;
  if (paidThen === 0 || facts.paid_seats === 0) return null;
  const now = BigInt(facts.paid_seats);
  const then = BigInt(paidThen);
  const num = 100n * (BigInt(facts.active_users_30d) * then - BigInt(oldest) * now);
  const den = now * then;
  const people = 100n * BigInt(facts.active_users_30d - oldest);
  const limit = -BigInt(dropPoints);
  const pointsTenths = Number(roundHalfUp(10n * num, den));
  const peopleTenths = Number(roundHalfUp(10n * people, then));
  const fell = num < limit * den;
  const flag = !fell ? null : people < limit * then ? 'quarter_drop' : 'quarter_drop_seats_added';
  return { pointsTenths, peopleTenths, seatsTenths: pointsTenths - peopleTenths, flag };
}
