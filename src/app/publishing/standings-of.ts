import type { AccountStanding } from '../accounts/account-report.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';

/** The standings of some accounts in the order of their ids, read in parts; those that have none are left out. */
export async function standingsOf(portfolio: Portfolio, accountIds: readonly string[]): Promise<AccountStanding[]> {
  const standings: AccountStanding[] = [];
  for await (const part of portfolio.listed(accountIds)) standings.push(...part);
  return standings;
}
