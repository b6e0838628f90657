import { addDays, type Day, weekdayOf } from '../domain/day.ts';
import { instantOfLocalTime, localDayOf } from '../lib/local-time.ts';

/** When a job runs: once per local day. */
export interface Schedule {
  /** Local time 'HH:MM'; one that the clocks skip moves on by the gap, of one that comes twice the first counts. */
  readonly at: string;
  /** Weekdays, Monday = 1 … Sunday = 7. */
  readonly days: readonly number[];
  /** IANA. */
  readonly timeZone: string;
  /** How late a run may start; 'same_day': as long as its day lasts. */
  readonly catchUpHours: number | 'same_day';
}

export interface DueRun {
  readonly day: Day;
  readonly dueAt: Date;
  /** `skip`: it is too late for this one. */
  readonly action: 'run' | 'skip';
}

const HOUR_MS = 3_600_000;
/** Further back, nobody needs a note on what did not run. */
const LOOK_BACK_DAYS = 7;

/**
 * Which local days of a schedule want something at an instant, oldest first. Decided from local days and the ledger
 * alone, so that sleep, clock jumps and downtime lead to a late run or a note, never to two runs for one day.
 * @param settled days that have a final row in the ledger
 * @param lastKnown the newest day in the ledger; without one, what was due before this installation is not missed
 */
export function dueRuns(
  schedule: Schedule,
  now: Date,
  ledger: { readonly settled: ReadonlySet<Day>; readonly lastKnown: Day | null },
): DueRun[] {
  const today = localDayOf(now, schedule.timeZone);
  const oldest = addDays(today, -LOOK_BACK_DAYS);
  // A row in the future is left from a clock that was wrong; it must not hold up the present.
  const lastKnown = ledger.lastKnown !== null && ledger.lastKnown <= today ? ledger.lastKnown : null;
  const from = lastKnown === null ? addDays(today, -1) : later(oldest, addDays(lastKnown, -1));
  const runs: DueRun[] = [];
  for (let day = from; day <= today; day = addDays(day, 1)) {
    if (!schedule.days.includes(weekdayOf(day)) || ledger.settled.has(day)) continue;
    const dueAt = instantOfLocalTime(day, schedule.at, schedule.timeZone);
    if (dueAt > now) continue;
    const action = inTime(schedule, { day, dueAt, today, now }) ? 'run' : 'skip';
    const missed = lastKnown !== null && day > lastKnown;
    if (action === 'run' || missed) runs.push({ day, dueAt, action });
  }
  return runs;
}

function inTime(
  { catchUpHours }: Schedule,
  { day, dueAt, today, now }: { readonly day: Day; readonly dueAt: Date; readonly today: Day; readonly now: Date },
): boolean {
  if (catchUpHours === 'same_day') return day === today;
  return now.getTime() - dueAt.getTime() <= catchUpHours * HOUR_MS;
}

/** The next instant after `now` at which the schedule wants a run; null when it has no days. */
export function nextRunAt(schedule: Schedule, now: Date): Date | null {
  const today = localDayOf(now, schedule.timeZone);
  for (let ahead = 0; ahead <= LOOK_BACK_DAYS; ahead += 1) {
    const day = addDays(today, ahead);
    const dueAt = instantOfLocalTime(day, schedule.at, schedule.timeZone);
    if (schedule.days.includes(weekdayOf(day)) && dueAt > now) return dueAt;
  }
  return null;
}

/** The newest local day for which a run was due at an instant; null when none was in the last week. */
export function lastDueDay(schedule: Schedule, at: Date): Day | null {
  const today = localDayOf(at, schedule.timeZone);
  for (let back = 0; back <= LOOK_BACK_DAYS; back += 1) {
    const day = addDays(today, -back);
    const due = schedule.days.includes(weekdayOf(day)) && instantOfLocalTime(day, schedule.at, schedule.timeZone) <= at;
    if (due) return day;
  }
  return null;
}

function later(one: Day, other: Day): Day {
  return one > other ? one : other;
}
