import { compareIds } from '../domain/compare-ids.ts';
import { addDays, type Day } from '../domain/day.ts';
import { type EarlierScores, type Picked, shownChange } from '../domain/digest.ts';
import { aboutBefore } from '../domain/episodes/fold.ts';
import type { DayLevel } from '../domain/episodes/level.ts';
import { loadEarlierScores } from '../store/snapshot-compare.ts';
import type { Context } from './context.ts';
import type { AccountStanding, DigestEntry } from './reports.ts';

const WEEK = 7;
const MONTH = 28;

export interface EntryFrame {
  readonly day: Day;
  /** Ascending. */
  readonly snapshotDays: readonly Day[];
  readonly standings: ReadonlyMap<string, AccountStanding>;
  readonly levels: ReadonlyMap<string, DayLevel>;
}

/** Turns what was picked into lines with the change that each shows, by money times urgency, worst first. */
export async function digestEntries(
  ctx: Context,
  { day, levels, snapshotDays, standings }: EntryFrame,
): Promise<(list: readonly Picked[]) => DigestEntry[]> {
  const past = snapshotDays.filter((other) => other < day);
  const days = { dayAgo: past.at(-1) === addDays(day, -1) ? addDays(day, -1) : null, ...around(past, day) };
  const wanted = [...new Set(Object.values(days).flatMap((other) => other ?? []))];
  const scores = new Map<string, EarlierScores>();
  for (const row of await loadEarlierScores(ctx.db, wanted)) {
    const { score_tenths: scoreTenths, base_tenths: baseTenths, definition_hash: definition } = row;
    scores.set(`${row.day} ${row.account_id}`, { scoreTenths, baseTenths, definition });
  }
  const entryOf = (picked: Picked): DigestEntry[] => {
    const { accountId, reminder, signal, since, state, tags, was } = picked;
    const [standing, level] = [standings.get(accountId), levels.get(accountId)];
    if (!standing || !level) return [];
    const at = (other: Day | null) => scores.get(`${other} ${accountId}`) ?? null;
    const earlier = { dayAgo: at(days.dayAgo), weekAgo: at(days.weekAgo), monthAgo: at(days.monthAgo) };
    const change = shownChange(signal, level, earlier);
    const shown = { changeTenths: change?.tenths ?? null, changeDays: change?.days ?? null };
    return [{ standing, signal, tags, ...shown, since, state, reminder, was }];
  };
  return (list) => list.flatMap(entryOf).sort(byPriority);
}

function around(past: readonly Day[], day: Day): { readonly weekAgo: Day | null; readonly monthAgo: Day | null } {
  return { weekAgo: aboutBefore(past, day, WEEK), monthAgo: aboutBefore(past, day, MONTH) };
}

function byPriority({ standing: a }: DigestEntry, { standing: b }: DigestEntry): number {
  return (b.priorityMinor ?? -1) - (a.priorityMinor ?? -1) || compareIds(a.account.accountId, b.account.accountId);
}
