import { acknowledgeRows } from '../../store/episodes-write.ts';
import type { Context } from '../context.ts';
import { actOnEpisodes } from './act-on-episodes.ts';
import type { EpisodesOutcome } from './episode-reports.ts';

/**
 * Somebody took the account's open alerts: nobody is reminded of them any more. A second click changes nothing.
 * @throws AppError `not_found` for an unknown account.
 */
export async function acknowledgeEpisodes({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string; readonly actor: string };
}): Promise<EpisodesOutcome> {
  return actOnEpisodes(ctx, {
    ...input,
    name: 'episodes_acknowledged',
    detail: {},
    concerns: ({ state }) => state !== 'acknowledged',
    write: ({ db }, act, touched) => acknowledgeRows(db, act, touched),
  });
}
