import { accountNosByIds, loadAccounts } from '../../store/accounts.ts';
import type { Context } from '../context.ts';
import type { AccountRef } from './account-ref.ts';
import { toAccountRef } from './to-standing.ts';

/** Accounts by the vendor's own ids; an unknown id has no entry. */
export async function accountRefs(
  ctx: Context,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, AccountRef>> {
  if (accountIds.length === 0) return new Map();
  const numbers = await accountNosByIds(ctx.db, accountIds);
  const entries = await loadAccounts(ctx.db, [...numbers.values()]);
  return new Map([...entries.values()].map((entry) => [entry.accountId, toAccountRef(entry)]));
}
