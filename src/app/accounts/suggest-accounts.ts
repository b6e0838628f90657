import { lookupAccounts, similarAccounts } from '../../store/account-search.ts';
import { listAccounts } from '../../store/accounts.ts';
import type { Context } from '../context.ts';
import type { AccountRef } from './account-ref.ts';
import { searchText } from './search-text.ts';
import { toAccountRef } from './to-standing.ts';

/** Trigram similarity in thousandths below which a name is no suggestion. */
const LEAST = 150;

/** Accounts to offer while somebody types, best first; by name while nothing is typed. */
export async function suggestAccounts({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly text: string; readonly limit: number };
}): Promise<AccountRef[]> {
  const { limit } = input;
  const text = searchText(input.text);
  if (text === '') return (await listAccounts(ctx.db, limit)).map((entry) => toAccountRef(entry));
  const named = await lookupAccounts(ctx.db, text, limit);
  const similar = named.length < limit ? await similarAccounts(ctx.db, text, limit) : [];
  const likely = similar.filter(({ rank, score }) => rank < 4 || score >= LEAST);
  const offered = new Map([...named, ...likely].map(({ entry }) => [entry.accountNo, entry]));
  return [...offered.values()].slice(0, limit).map((entry) => toAccountRef(entry));
}
