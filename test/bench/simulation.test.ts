import { describe, expect, it } from 'vitest';
import { factsOnDay } from '../../bench/simulation/facts-on-day.ts';
import { alertDays, measureWorld } from '../../bench/simulation/measure-world.ts';
import { type ScoredAccount, scoreWorld } from '../../bench/simulation/score-world.ts';
import { simulateAccount } from '../../bench/simulation/simulate-account.ts';
import { DAYS, SCORED_DAYS, WARM_UP_DAYS, WORLDS, type World } from '../../bench/simulation/world.ts';

const CALM: World = WORLDS[0] ?? { name: 'calm', activePerMille: 600, quietWeekPerMille: 0, holidayFrom: null };

describe('the stability simulation', () => {
  it('invents the same account for the same seed and another one for another', () => {
    expect(simulateAccount(CALM, 7, 1, 'stable')).toEqual(simulateAccount(CALM, 7, 1, 'stable'));
    expect(simulateAccount(CALM, 8, 1, 'stable').events).not.toEqual(simulateAccount(CALM, 7, 1, 'stable').events);
  });

  it('has people active on about 12 days in 28, and on none after a stop', () => {
    const accounts = Array.from({ length: 20 }, (_, number) => simulateAccount(CALM, 7, number, 'stable'));
    const days = accounts.reduce((sum, { userDays }) => sum + (userDays[DAYS] ?? 0), 0);
    const people = accounts.reduce((sum, account) => sum + account.people, 0);
    expect(((days / people) * 28) / DAYS).toBeGreaterThan(11.7);
    expect(((days / people) * 28) / DAYS).toBeLessThan(12.3);
    const stopped = simulateAccount(CALM, 7, 1, 'stop');
    expect(stopped.userDays[DAYS]).toBe(stopped.userDays[stopped.onset + 4]);
    expect(stopped.userDays[stopped.onset]).toBeGreaterThan(0);
  });

  it('counts facts as a look at every single day does', () => {
    const history = simulateAccount(CALM, 11, 3, 'decline');
    const day = history.onset + 70;
    const facts = factsOnDay(history, day);
    const isActive = (person: Int16Array, on: number): boolean => (person[on + 1] ?? 0) > (person[on] ?? 0);
    const people = (from: number, to: number): number =>
      history.byPerson.filter((person) => {
        for (let on = day - from; on < day - to; on++) if (isActive(person, on)) return true;
        return false;
      }).length;
    expect(facts.active_user_windows).toEqual([people(120, 90), people(90, 60), people(60, 30), people(30, 0)]);
    expect(facts.active_users_30d).toBe(people(30, 0));
    const weeks = Array.from({ length: 13 }, (_, week) => people(7 * week + 7, 7 * week) > 0);
    expect(facts.active_weeks).toBe(weeks.filter(Boolean).length);
    expect(facts.event_blocks_14d[2]).toBe((history.events[day - 28] ?? 0) - (history.events[day - 42] ?? 0));
    const before = factsOnDay(history, history.onset);
    expect(facts.user_day_blocks_14d[0]).toBeLessThan(before.user_day_blocks_14d[0] ?? 0);
  });

  it('says an alert once, on the day the fall begins', () => {
    const scores = [900, 900, 900, 740, 740, 740, 740, 740, 740, 740, 900];
    expect(alertDays(scores, 1)).toEqual([3]);
    expect(alertDays(scores, 7)).toEqual([7]);
    expect(alertDays([900, 750], 1)).toEqual([]);
  });

  it('counts alerts of stable accounts a year and how soon a stop is found', () => {
    const flat = new Array<number>(SCORED_DAYS).fill(900);
    const account = (course: 'stable' | 'stop', fallOn: number): ScoredAccount => {
      const scores = flat.map((score, day) => (day < fallOn ? score : 500));
      return {
        history: { ...simulateAccount(CALM, 7, 1, course), onset: WARM_UP_DAYS + 50 },
        balanced: scores,
        classic: flat,
      };
    };
    const accounts = [
      account('stable', SCORED_DAYS),
      account('stable', 100),
      account('stop', 56),
      account('stop', 200),
    ];
    const measured = measureWorld(accounts, 'balanced');
    expect(measured.weekDrops).toBeCloseTo(365 / (2 * SCORED_DAYS));
    expect(measured.stop).toEqual({ medianDay: 6, found: 1, foundIn7Days: 1, of: 2 });
    expect(measureWorld(accounts, 'classic').stop).toEqual({ medianDay: null, found: 0, foundIn7Days: 0, of: 2 });
  });

  it('leaves stable accounts in peace and finds hard stops within a fortnight', () => {
    const measured = measureWorld(
      scoreWorld(CALM, 7, [
        ['stable', 30],
        ['stop', 6],
      ]),
      'balanced',
    );
    expect(measured.weekDrops).toBeLessThan(0.2);
    expect(measured.stop.found).toBe(6);
    expect(measured.stop.medianDay).toBeLessThan(14);
    expect(measured.meanScore).toBeGreaterThan(90);
  });
});
