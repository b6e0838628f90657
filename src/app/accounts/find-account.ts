import { lookupAccounts, type Ranked, similarAccounts } from '../../store/account-search.ts';
import { type AccountEntry, findAccountById } from '../../store/accounts.ts';
import type { Context } from '../context.ts';
import type { AccountMatch } from './account-report.ts';
import { searchText } from './search-text.ts';
import { toAccountRef } from './to-standing.ts';

const MOST = 10;
const NEAREST = 3;
/** Trigram similarity in thousandths from which a name counts as meant. */
const MEANT = 500;

/**
 * The account that a person's words name: by id, name, domain, alias, prefix, then similarity. An exact id or name
 * wins even where others begin with it. Several equally good ones are all given (at most ten), best first.
 */
export async function findAccount({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly text: string };
}): Promise<AccountMatch> {
  const text = searchText(input.text);
  if (text === '') return { kind: 'none', nearest: [] };
  const [exact, found] = await Promise.all([findAccountById(ctx.db, text), lookupAccounts(ctx.db, text, MOST + 1)]);
  if (exact) return one(exact);
  const named = bestRank(found);
  if (named.length > 0) return among(named);
  const similar = await similarAccounts(ctx.db, text, MOST + 1);
  const meant = bestRank(similar.filter(({ rank, score }) => rank < 4 || score >= MEANT));
  if (meant.length > 0) return among(meant);
  return { kind: 'none', nearest: similar.slice(0, NEAREST).map(({ entry }) => toAccountRef(entry)) };
}

function bestRank(found: readonly Ranked[]): AccountEntry[] {
  return found.filter(({ rank }) => rank === found[0]?.rank).map(({ entry }) => entry);
}

function among(found: readonly AccountEntry[]): AccountMatch {
  const [first] = found;
  if (found.length === 1 && first) return one(first);
  return { kind: 'several', accounts: found.slice(0, MOST).map((entry) => toAccountRef(entry)) };
}

function one(entry: AccountEntry): AccountMatch {
  return { kind: 'one', account: toAccountRef(entry) };
}
