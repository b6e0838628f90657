import { wakeRows } from '../../store/episodes-write.ts';
import type { Context } from '../context.ts';
import { actOnEpisodes } from './act-on-episodes.ts';
import type { EpisodesOutcome } from './episode-reports.ts';

/**
 * Ends the snooze of an account's alerts: they are open again. A second click changes nothing.
 * @throws AppError `not_found` for an unknown account.
 */
export async function wakeEpisodes({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly accountId: string; readonly actor: string };
}): Promise<EpisodesOutcome> {
  return actOnEpisodes(ctx, {
    ...input,
    name: 'episodes_woken',
    detail: {},
    concerns: ({ state }) => state === 'snoozed',
    write: ({ db }, act, touched) => wakeRows(db, act, touched),
  });
}
