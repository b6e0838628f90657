import type { EpisodeState } from '../../domain/episodes/episode.ts';
import { groupBy } from '../../domain/group-by.ts';
import { loadOpenEpisodes } from '../../store/episodes.ts';
import { accountRefs } from '../accounts/account-refs.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import type { OpenEpisodesReport } from './episode-reports.ts';
import { actorsOf, toEpisodeReports, wakesOf } from './to-episode-report.ts';

/** Open episodes of every account, or of one owner's; all states but recovered unless one is named. */
export async function openEpisodes({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: {
    readonly ownerSlackUserId?: string | undefined;
    readonly state?: Exclude<EpisodeState, 'recovered'> | undefined;
  };
}): Promise<OpenEpisodesReport> {
  const { ownerSlackUserId = null, state = null } = input;
  const found = await loadOpenEpisodes(ctx.db, { ownerSlackUserId, state });
  const byAccount = groupBy(found, (row) => row.account_id);
  const refs = await accountRefs(ctx, [...byAccount.keys()]);
  const authors = await authorsOf(ctx, actorsOf(found));
  const wakes = await wakesOf(ctx, found);
  return {
    accounts: [...byAccount].flatMap(([accountId, rows]) => {
      const account = refs.get(accountId);
      return account ? [{ account, open: toEpisodeReports(rows, authors, wakes) }] : [];
    }),
  };
}
