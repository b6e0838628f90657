import type { Episode } from '../../domain/episodes/episode.ts';
import { AppError } from '../../lib/errors.ts';
import { inTransaction } from '../../store/db.ts';
import { toEpisode } from '../../store/episode-rows.ts';
import { loadAccountEpisodes } from '../../store/episodes.ts';
import { type Act, lockEpisodes } from '../../store/episodes-write.ts';
import { toAccountRef } from '../accounts/to-standing.ts';
import { audit } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import { accountOf, todayOf } from '../judgements/judge.ts';
import type { EpisodesOutcome } from './episode-reports.ts';
import { actorsOf, toEpisodeReports, wakesOf } from './to-episode-report.ts';

interface Action {
  /** The vendor's own id. */
  readonly accountId: string;
  readonly actor: string;
  /** What the audit calls it, and what it says beside the signals. */
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** The open episodes that are not so yet. */
  readonly concerns: (open: Episode) => boolean;
  readonly write: (ctx: Context, act: Act, touched: readonly Episode[]) => Promise<void>;
}

/**
 * Does something to the open episodes of an account, once: those that are so already stay as they are.
 * @throws AppError `not_found` for an unknown account, `conflict` when days are being evaluated for over a minute.
 */
export async function actOnEpisodes(ctx: Context, action: Action): Promise<EpisodesOutcome> {
  const { accountId, actor, name } = action;
  const entry = await accountOf(ctx, accountId);
  const account = toAccountRef(entry);
  return inTransaction(ctx.db, async (tx) => {
    const inside: Context = { ...ctx, db: tx };
    if (!(await lockEpisodes(tx))) {
      throw new AppError('conflict', 'The alerts are being brought up to date. Try again in a minute.');
    }
    const open = (await loadAccountEpisodes(tx, entry.accountNo)).map(toEpisode);
    const touched = open.filter(action.concerns);
    if (touched.length > 0) {
      const act: Act = { accountNo: entry.accountNo, actor, day: todayOf(ctx), at: ctx.now() };
      await action.write(inside, act, touched);
      const detail = { ...action.detail, signals: touched.map(({ signal }) => signal) };
      await audit({ ctx: inside, input: { actor, action: name, accountId, detail } });
    }
    const state = open.length === 0 ? 'nothing_open' : touched.length === 0 ? 'unchanged' : 'changed';
    return { account, state, open: await openReports(inside, entry.accountNo) };
  });
}

async function openReports(ctx: Context, accountNo: number): Promise<EpisodesOutcome['open']> {
  const rows = await loadAccountEpisodes(ctx.db, accountNo);
  return toEpisodeReports(rows, await authorsOf(ctx, actorsOf(rows)), await wakesOf(ctx, rows));
}
