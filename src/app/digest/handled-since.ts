import type { Day } from '../../domain/day.ts';
import { groupBy } from '../../domain/group-by.ts';
import { type HandledRow, loadHandled } from '../../store/episodes-handled.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { Context } from '../context.ts';
import type { HandledAccount } from '../episodes/episode-reports.ts';
import { authorsOf } from '../judgements/authors.ts';

/**
 * What became of alerts between two digests: what people did on the local days from the reference on and before the
 * day, and what woke by itself after the reference. By account, in their order.
 */
export async function handledSince(
  ctx: Context,
  {
    day,
    reference,
    accounts,
  }: { readonly day: Day; readonly reference: Day | null; readonly accounts: readonly AccountRef[] },
): Promise<HandledAccount[]> {
  if (reference === null) return [];
  const found = await loadHandled(ctx.db, { day, reference });
  const author = await authorsOf(
    ctx,
    found.map(({ actor }) => actor),
  );
  const byAccount = groupBy(found, (row) => row.account_id);
  return accounts.flatMap((account) => {
    const own = byAccount.get(account.accountId);
    return own === undefined ? [] : [handled(account, own, (row) => author(row.actor))];
  });
}

function handled(
  account: AccountRef,
  rows: readonly HandledRow[],
  by: (row: HandledRow) => HandledAccount['acts'][number]['by'],
): HandledAccount {
  return {
    account,
    acts: rows.map((row) => ({ kind: row.kind, by: row.by_rules ? null : by(row), until: row.until, why: row.why })),
  };
}
