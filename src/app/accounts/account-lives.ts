import type { Day } from '../../domain/day.ts';
import { localDayOf } from '../../lib/local-time.ts';
import { readAccountLives } from '../../store/account-lives.ts';
import type { Context } from '../context.ts';
import { findKnownAccounts } from '../record/resolve-accounts.ts';

export interface AccountLife {
  /** First local day as a customer; null when nobody said it. */
  readonly since: Day | null;
  /** Last local day as a customer; null when it did not leave. */
  readonly left: Day | null;
}

/** When the accounts came and left that keys lead to; a key that leads to none is absent. */
export async function accountLives({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly keys: readonly string[] };
}): Promise<Map<string, AccountLife>> {
  const accounts = await findKnownAccounts(ctx.db, input.keys);
  const numbers = [...new Set([...accounts.values()].map((account) => account.account_id))];
  if (numbers.length === 0) return new Map();
  const rows = new Map((await readAccountLives(ctx.db, numbers)).map((row) => [row.account_no, row]));
  return new Map(
    [...accounts].flatMap(([key, { account_id: number }]) => {
      const row = rows.get(number);
      if (row === undefined) return [];
      const ended = row.ended_at === null ? null : localDayOf(row.ended_at, ctx.timeZone);
      return [[key, { since: row.since, left: row.left_on ?? ended }]];
    }),
  );
}
