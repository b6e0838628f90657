import { loadAccountEpisodes, loadAccountLog } from '../../store/episodes.ts';
import { toAccountRef } from '../accounts/to-standing.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import { accountOf } from '../judgements/judge.ts';
import type { AccountEpisodesReport } from './episode-reports.ts';
import { actorsOf, toEpisodeReport, toEpisodeReports, toLogLine, wakesOf } from './to-episode-report.ts';

/**
 * What was said about an account: open episodes, the last ones that ended, and their log.
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
  const [found, log] = await Promise.all([
    loadAccountEpisodes(ctx.db, entry.accountNo),
    loadAccountLog(ctx.db, entry.accountNo),
  ]);
  const authors = await authorsOf(ctx, [...actorsOf(found), ...log.map(({ actor }) => actor)]);
  const closed = found.filter(({ state }) => state === 'recovered');
  closed.sort((a, b) => ((a.recovered_on ?? '') < (b.recovered_on ?? '') ? 1 : -1));
  return {
    account: toAccountRef(entry),
    open: toEpisodeReports(
      found.filter(({ state }) => state !== 'recovered'),
      authors,
      await wakesOf(ctx, found),
    ),
    closed: closed.map((row) => toEpisodeReport(row, authors)),
    log: log.map((row) => toLogLine(row, authors)),
  };
}
