import { describe, expect, it } from 'vitest';
import { addDays, type Day, weekdayOf } from '../../src/domain/day.ts';
import { type DueRun, dueRuns, nextRunAt, type Schedule } from '../../src/jobs/due.ts';
import { instantOfLocalTime } from '../../src/lib/local-time.ts';
import { TIMES, wallClock, ZONES } from '../support/local-year.ts';

const YEAR: readonly Day[] = Array.from({ length: 365 }, (_, index) => addDays('2026-01-01', index));
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
const MINUTE_MS = 60_000;

/** The ledger as the runner keeps it: what is due is settled at once. */
function ledger() {
  const settled = new Set<Day>();
  const runs: { readonly day: Day; readonly at: Date; readonly action: DueRun['action'] }[] = [];
  let lastKnown: Day | null = null;
  return {
    runs,
    settled,
    tick(schedule: Schedule, now: Date) {
      for (const { day, action } of dueRuns(schedule, now, { settled, lastKnown })) {
        settled.add(day);
        if (lastKnown === null || day > lastKnown) lastKnown = day;
        runs.push({ day, at: now, action });
      }
    },
  };
}

const hourOf = (time: string): number => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60;

function halfHoursOf(zone: string) {
  const wall = wallClock(zone);
  const start = Date.parse('2025-12-31T00:00:00Z');
  return Array.from({ length: 2 * 24 * 367 }, (_, index) => {
    const now = new Date(start + index * 30 * MINUTE_MS);
    return { index, now, hour: hourOf(wall(now).time) };
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Whether the local day around an instant has no such time. All these zones move by half hours. */
function isSkipped(wall: ReturnType<typeof wallClock>, around: Date, time: string): boolean {
  const halfHours = Array.from(
    { length: 97 },
    (_, index) => new Date(around.getTime() + (index - 48) * 30 * MINUTE_MS),
  );
  return !halfHours.map(wall).some((clock) => clock.day === wall(around).day && clock.time === time);
}

describe('a year of ticks', () => {
  for (const zone of ZONES) {
    const halfHours = once(() => halfHoursOf(zone));
    it.each(TIMES)(`gives every local day of ${zone} one run at %s, as soon as it is that late`, (at) => {
      const schedule: Schedule = { at, days: ALL_DAYS, timeZone: zone, catchUpHours: 6 };
      const { runs, tick } = ledger();
      const wall = wallClock(zone);
      for (const { index, now, hour } of halfHours()) {
        // Far from its time a schedule wants nothing: a few ticks show that.
        const away = hour - hourOf(at);
        if (index % 12 === 0 || (away > -1 && away < 2.5)) tick(schedule, now);
      }
      const inYear = runs.filter(({ day }) => day >= '2026-01-01' && day <= '2026-12-31');
      expect(inYear.map(({ day }) => day)).toEqual(YEAR);
      expect(inYear.every(({ action }) => action === 'run')).toBe(true);
      for (const { day, at: ranAt } of inYear) {
        const now = wall(ranAt);
        const before = wall(new Date(ranAt.getTime() - 30 * MINUTE_MS));
        expect(now.day, `${day} ran on its own day`).toBe(day);
        expect(now.time >= at, `${day} ran at ${now.time}`).toBe(true);
        // A time that the clocks skip moves by the length of the gap; one that comes twice is taken the first time.
        const atOnce = before.day < day || before.time < at || before.time > now.time;
        expect(atOnce || isSkipped(wall, ranAt, at), `${day} ran at ${now.time}, not at once`).toBe(true);
      }
    });
  }

  it('moves a time that the clocks skip by the length of the gap, and runs once at one that comes twice', () => {
    const runsOn = (day: Day, at: string, zone: string) => {
      const schedule: Schedule = { at, days: ALL_DAYS, timeZone: zone, catchUpHours: 6 };
      const { runs, tick } = ledger();
      const start = instantOfLocalTime(day, '00:00', zone).getTime();
      for (let minute = -60; minute < 600; minute += 1) tick(schedule, new Date(start + minute * MINUTE_MS));
      return runs.filter((run) => run.day === day).map((run) => run.at.toISOString());
    };
    expect(runsOn('2026-03-08', '02:30', 'America/New_York')).toEqual(['2026-03-08T07:30:00.000Z']);
    expect(runsOn('2026-03-29', '01:30', 'Europe/London')).toEqual(['2026-03-29T01:30:00.000Z']);
    expect(runsOn('2026-11-01', '01:30', 'America/New_York')).toEqual(['2026-11-01T05:30:00.000Z']);
    expect(runsOn('2026-10-25', '02:30', 'Europe/Berlin')).toEqual(['2026-10-25T00:30:00.000Z']);
  });

  it('runs on subscribed weekdays only', () => {
    const schedule: Schedule = { at: '09:00', days: [1, 2, 3, 4, 5], timeZone: 'Europe/Berlin', catchUpHours: 6 };
    const { runs, tick } = ledger();
    const start = Date.parse('2026-01-01T00:00:00Z');
    for (let hour = 0; hour < 24 * 365; hour += 1) tick(schedule, new Date(start + hour * 60 * MINUTE_MS));
    expect(runs.map(({ day }) => day)).toEqual(YEAR.filter((day) => weekdayOf(day) <= 5));
  });
});

describe('a late start', () => {
  const schedule: Schedule = { at: '09:00', days: ALL_DAYS, timeZone: 'UTC', catchUpHours: 6 };
  const at = (instant: string, settled: Day[], lastKnown: Day | null = settled.at(-1) ?? null) =>
    dueRuns(schedule, new Date(instant), { settled: new Set(settled), lastKnown }).map(
      ({ day, action }) => `${action} ${day}`,
    );

  it('catches up for six hours and not a minute longer', () => {
    expect(at('2026-03-02T08:59:00Z', ['2026-03-01'])).toEqual([]);
    expect(at('2026-03-02T15:00:00Z', ['2026-03-01'])).toEqual(['run 2026-03-02']);
    expect(at('2026-03-02T15:01:00Z', ['2026-03-01'])).toEqual(['skip 2026-03-02']);
  });

  it('notes every day that was missed, at most a week of them', () => {
    expect(at('2026-03-05T10:00:00Z', ['2026-03-02'])).toEqual([
      'skip 2026-03-03',
      'skip 2026-03-04',
      'run 2026-03-05',
    ]);
    expect(at('2026-06-01T10:00:00Z', ['2026-03-02'])).toHaveLength(8);
  });

  it('does not call missed what was due before there was a ledger', () => {
    expect(at('2026-03-05T20:00:00Z', [])).toEqual([]);
    expect(at('2026-03-05T10:00:00Z', [])).toEqual(['run 2026-03-05']);
  });

  it('catches up past midnight', () => {
    const evening: Schedule = { ...schedule, at: '22:00' };
    const runs = dueRuns(evening, new Date('2026-03-03T02:00:00Z'), {
      settled: new Set(['2026-03-01']),
      lastKnown: '2026-03-01',
    });
    expect(runs).toMatchObject([{ day: '2026-03-02', action: 'run' }]);
  });

  it('is no reason for a second run when the clock is set back', () => {
    expect(at('2026-03-02T09:30:00Z', ['2026-03-01', '2026-03-02'])).toEqual([]);
  });

  it('is not held up by a row from a clock that was a year ahead', () => {
    expect(at('2026-03-02T09:30:00Z', ['2027-03-02'])).toEqual(['run 2026-03-02']);
  });

  it('lasts all day for a job that must run on its day', () => {
    const daily: Schedule = { at: '00:05', days: ALL_DAYS, timeZone: 'UTC', catchUpHours: 'same_day' };
    const run = (instant: string) =>
      dueRuns(daily, new Date(instant), { settled: new Set(['2026-03-01']), lastKnown: '2026-03-01' });
    expect(run('2026-03-02T23:59:00Z')).toMatchObject([{ day: '2026-03-02', action: 'run' }]);
    expect(run('2026-03-03T00:01:00Z')).toMatchObject([{ day: '2026-03-02', action: 'skip' }]);
  });
});

it('names the next time that a schedule wants a run', () => {
  const schedule: Schedule = { at: '09:00', days: [1, 2, 3, 4, 5], timeZone: 'Europe/Berlin', catchUpHours: 6 };
  expect(nextRunAt(schedule, new Date('2026-03-27T08:00:00Z'))?.toISOString()).toBe('2026-03-30T07:00:00.000Z');
  expect(nextRunAt({ ...schedule, days: [] }, new Date('2026-03-27T08:00:00Z'))).toBeNull();
});
