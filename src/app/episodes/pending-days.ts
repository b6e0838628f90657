import { addDays, type Day } from '../../domain/day.ts';
import type { Episode } from '../../domain/episodes/episode.ts';
import { REMEMBERED_DAYS } from '../../domain/episodes/evaluate-day.ts';
import { type EpisodeRow, toEpisode } from '../../store/episode-rows.ts';
import { type DayRun, loadDayRuns, loadEpisodes, loadLastEvaluated } from '../../store/episodes.ts';
import type { Context } from '../context.ts';
import type { EpisodeBook } from './evaluate-snapshot-day.ts';

/** Older days are history, not news: a first evaluation begins this many days back. */
const FIRST_DAYS = 60;
/** Far enough back for a month before a day, a little late. */
const COMPARED_DAYS = 40;

export interface PendingDays {
  /** Snapshot days to evaluate, oldest first: those after the newest evaluated one, and that one if it was revised. */
  readonly pending: readonly DayRun[];
  /** Every snapshot day that they may be compared with, and they themselves, ascending. */
  readonly snapshotDays: readonly Day[];
}

/** What is left to evaluate up to a day. Days before the newest evaluated one are not looked at again. */
export async function pendingDays(ctx: Context, upTo: Day): Promise<PendingDays> {
  const last = await loadLastEvaluated(ctx.db);
  const from = last?.day ?? addDays(upTo, -FIRST_DAYS);
  const runs = await loadDayRuns(ctx.db, addDays(from, -COMPARED_DAYS), upTo);
  const pending = runs.filter(({ day, revision }) =>
    last === null ? day >= from : day > last.day || (day === last.day && revision > last.revision),
  );
  return { pending, snapshotDays: runs.map(({ day }) => day) };
}

/** The episodes that evaluating a day needs: open ones, and those that ended within the longest cool-down. */
export async function openBook(ctx: Context, day: Day): Promise<EpisodeBook> {
  return toBook(await loadEpisodes(ctx.db, addDays(day, -REMEMBERED_DAYS)));
}

/** Episodes by the vendor's own account id. */
export function toBook(rows: readonly EpisodeRow[]): EpisodeBook {
  const book = new Map<string, Episode[]>();
  for (const row of rows) {
    const own = book.get(row.account_id) ?? [];
    own.push(toEpisode(row));
    book.set(row.account_id, own);
  }
  return book;
}
