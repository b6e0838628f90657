import { loadAccountEpisodes } from '../../store/episodes.ts';
import { toAccountRef } from '../accounts/to-standing.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import { accountOf } from '../judgements/judge.ts';
import type { AccountEpisodesReport } from './episode-reports.ts';
import { actorsOf, toEpisodeReports, wakesOf } from './to-episode-report.ts';

/**
 * What is said about an account: its open episodes.
 * @throws AppError `not_found` for an unknown id.
 */
export async function accountEpisodes({
  ctx,
  input,
}: {
  readonly ctx: Context;
  /** The vendor's own id. */
  readonly input: { readonly accountId: string };
}): Promise<AccountEpisodesReport> {
  const entry = await accountOf(ctx, input.accountId);
  const found = await loadAccountEpisodes(ctx.db, entry.accountNo);
  const [authors, wakes] = await Promise.all([authorsOf(ctx, actorsOf(found)), wakesOf(ctx, found)]);
  return { account: toAccountRef(entry), open: toEpisodeReports(found, authors, wakes) };
}
