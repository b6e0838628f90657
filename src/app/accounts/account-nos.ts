import { AppError } from '../../lib/errors.ts';
import { accountNosByIds } from '../../store/accounts.ts';
import type { Context } from '../context.ts';

/**
 * Numbers of the accounts with the vendor's own ids.
 * @throws AppError `not_found` that names the unknown ones.
 */
export async function accountNosOf(ctx: Context, accountIds: readonly string[]): Promise<number[]> {
  const found = await accountNosByIds(ctx.db, accountIds);
  const unknown = accountIds.filter((accountId) => !found.has(accountId));
  if (unknown.length > 0) {
    const shown = unknown.slice(0, 5).join(', ');
    throw new AppError('not_found', `There is no account with the id ${shown}. Check the id, it is case-sensitive.`);
  }
  return [...new Set(found.values())];
}
