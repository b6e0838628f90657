import { addDays, type Day, daysBetween } from '../day.ts';
import type { EarlierDays, EarlierScore } from './account-day.ts';
import type { Episode, EpisodeChange } from './episode.ts';
import { applyChanges, evaluateDay } from './evaluate-day.ts';
import type { DayLevel } from './level.ts';

/** How much older than asked for a snapshot may be and still stand for its day. */
const SLACK_DAYS = 6;
const WEEK = 7;
const MONTH = 28;

export interface LevelOn {
  readonly day: Day;
  readonly level: DayLevel;
  /** A source looked broken when it was taken. */
  readonly held?: boolean | undefined;
}

/** The day `daysBefore` before `day` or the last one before that, at most six days older; null without one. */
export function aboutBefore(days: readonly Day[], day: Day, daysBefore: number): Day | null {
  const latest = addDays(day, -daysBefore);
  const found = days.findLast((other) => other <= latest);
  return found !== undefined && found >= addDays(latest, -SLACK_DAYS) ? found : null;
}

/** What an account's levels (ascending by day) say about the time before one of them. */
export function earlierDays(levels: readonly LevelOn[], index: number): EarlierDays {
  const current = levels[index];
  const earlier = levels.slice(0, index);
  const before = earlier.at(-1) ?? null;
  if (current === undefined) throw new RangeError(`There is no level number ${index}.`);
  const days = earlier.map(({ day }) => day);
  const scoreAt = (daysBefore: number): EarlierScore | null => {
    const day = aboutBefore(days, current.day, daysBefore);
    const level = earlier.find((other) => other.day === day)?.level;
    return level == null || level.baseTenths === null
      ? null
      : { baseTenths: level.baseTenths, definition: level.definition };
  };
  const weekStart = addDays(current.day, 1 - WEEK);
  const from = days.findLast((day) => day <= weekStart);
  return {
    before: before?.level ?? null,
    consecutive: before !== null && daysBetween(before.day, current.day) === 1,
    weekAgo: scoreAt(WEEK),
    monthAgo: scoreAt(MONTH),
    bucketForWeek:
      from !== undefined && earlier.every(({ day, level }) => day < from || level.bucket === current.level.bucket),
    bucketLately: earlier
      .slice(0, -1)
      .some(({ day, level }) => day >= addDays(current.day, -1 - WEEK) && level.bucket === current.level.bucket),
  };
}

export interface FoldedDay {
  readonly day: Day;
  readonly changes: readonly EpisodeChange[];
}

/** An account's whole history through the engine, oldest day first, without anybody acting on what is said. */
export function foldEpisodes(levels: readonly LevelOn[]): {
  readonly episodes: readonly Episode[];
  readonly days: readonly FoldedDay[];
} {
  let episodes: readonly Episode[] = [];
  const days = levels.map(({ day, held, level: now }, index): FoldedDay => {
    const changes = evaluateDay({ ...earlierDays(levels, index), day, now, held: held ?? false, episodes });
    episodes = applyChanges(episodes, changes);
    return { day, changes };
  });
  return { episodes, days };
}
