import type { AccountRef } from '../app/accounts/account-ref.ts';
import { findAccount } from '../app/accounts/find-account.ts';
import type { Context } from '../app/context.ts';
import { AppError } from '../lib/errors.ts';

/**
 * The id of the one account that the words name.
 * @throws AppError `ambiguous` or `not_found` with the ids that could be meant.
 */
export async function accountIdOf(ctx: Context, text: string): Promise<string> {
  const match = await findAccount({ ctx, input: { text } });
  if (match.kind === 'one') return match.account.accountId;
  if (match.kind === 'several') {
    throw new AppError(
      'ambiguous',
      `account: names several. Ask again with one of these ids: ${idsOf(match.accounts)}`,
    );
  }
  const nearest = match.nearest.length === 0 ? 'Try search_accounts.' : `The nearest ids are ${idsOf(match.nearest)}`;
  throw new AppError('not_found', `account: nothing is called like this. ${nearest}`);
}

function idsOf(accounts: readonly AccountRef[]): string {
  return JSON.stringify(accounts.map(({ accountId }) => accountId));
}
