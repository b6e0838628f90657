import type { AccountStanding } from '../accounts/account-report.ts';
import type { Portfolio } from './portfolio.ts';

/** The wide rows of some accounts by the vendor's own ids; who has none is left out. */
export async function standingsById(
  portfolio: Pick<Portfolio, 'listed'>,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, AccountStanding>> {
  const byId = new Map<string, AccountStanding>();
  for await (const part of portfolio.listed(accountIds)) {
    for (const standing of part) byId.set(standing.account.accountId, standing);
  }
  return byId;
}
