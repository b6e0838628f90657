import { roundHalfUp } from '../rational.ts';

/** MRR per paying account (ARPA), half-up in minor units; null without one. */
export function revenuePerAccount(mrrMinor: number, accounts: number): number | null {
  return accounts === 0 ? null : Number(roundHalfUp(BigInt(mrrMinor), BigInt(accounts)));
}

/**
 * Revenue per user of a period (ARPU): MRR ÷ the average of the users at its start and at its end, half-up in minor
 * units. Users are paid seats or active people. Null without any.
 */
export function revenuePerUser(mrrMinor: number, usersAtStart: number, usersAtEnd: number): number | null {
  const users = usersAtStart + usersAtEnd;
  return users === 0 ? null : Number(roundHalfUp(2n * BigInt(mrrMinor), BigInt(users)));
}
