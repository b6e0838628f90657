import { describe, expect, it } from 'vitest';
import { type Curve, type Habits, peopleAt, scheduleVisits } from '../../src/demo/schedule.ts';
import { addDays, weekdayOf } from '../../src/domain/day.ts';
import { fc } from '../support/fc.ts';

const HABITS: Habits = {
  people: [
    [182, 6],
    [1, 6],
  ],
  dataDays: 180,
  period: 4,
  week: 'working',
  closed: [],
  fortnightly: false,
  weekendEvents: 1,
};
const TODAY = '2026-03-01';

describe('the number of people', () => {
  const curve: Curve = [
    [100, 10],
    [50, 20],
    [10, 4],
  ];

  it.each([
    [400, 10],
    [100, 10],
    [75, 15],
    [50, 20],
    [30, 12],
    [10, 4],
    [0, 4],
  ])('%i days ago is %i', (daysAgo, people) => {
    expect(peopleAt(curve, daysAgo)).toBe(people);
  });

  it('stays between the neighbouring points', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), (daysAgo) => {
        expect(peopleAt(curve, daysAgo)).toBeGreaterThanOrEqual(4);
        expect(peopleAt(curve, daysAgo)).toBeLessThanOrEqual(20);
      }),
    );
  });
});

describe('the schedule', () => {
  it('brings everybody at least once in any 30 days', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 126 }),
        (seed, period, from) => {
          const visits = scheduleVisits(seed >>> 0, { ...HABITS, period }, TODAY);
          const seen = visits.filter(({ daysAgo }) => daysAgo >= from && daysAgo < from + 30).map(({ user }) => user);
          expect(new Set(seen).size).toBe(6);
        },
      ),
    );
  });

  it('has no visit on a weekend of a working-week product, and some on those of an everyday one', () => {
    const weekends = (week: Habits['week']): number =>
      scheduleVisits(7, { ...HABITS, week }, TODAY).filter(
        ({ daysAgo }) => daysAgo < HABITS.dataDays && weekdayOf(addDays(TODAY, -daysAgo)) > 5,
      ).length;
    expect(weekends('working')).toBe(0);
    expect(weekends('all')).toBeGreaterThan(20);
  });

  it('begins with the first person on the first day, whatever weekday that is', () => {
    for (const dataDays of [100, 101, 102, 103, 104, 105, 106]) {
      const oldest = scheduleVisits(7, { ...HABITS, dataDays }, TODAY).at(-1);
      expect(oldest).toMatchObject({ daysAgo: dataDays, user: 0 });
    }
  });

  it('leaves closed days and every other week empty', () => {
    const days = (habits: Partial<Habits>): Set<number> =>
      new Set(scheduleVisits(7, { ...HABITS, ...habits }, TODAY).map(({ daysAgo }) => daysAgo));
    const closed = days({ closed: [[20, 40]] });
    expect([...closed].filter((day) => day >= 20 && day <= 40)).toEqual([]);
    expect(closed.has(19) || closed.has(18) || closed.has(17)).toBe(true);
  });

  it('has one day in any fortnight on which all who meet fortnightly come', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 150 }), (seed, from) => {
        const visits = scheduleVisits(seed >>> 0, { ...HABITS, fortnightly: true }, TODAY);
        const met = visits.filter(({ daysAgo }) => daysAgo >= from && daysAgo < from + 14);
        expect(new Set(met.map(({ daysAgo }) => daysAgo)).size).toBe(1);
        expect(met).toHaveLength(6);
      }),
    );
  });

  it('has busier visits on weekends where that is the habit', () => {
    const visits = scheduleVisits(7, { ...HABITS, week: 'all', weekendEvents: 20 }, TODAY);
    for (const { daysAgo, events } of visits.filter((visit) => visit.daysAgo < 130)) {
      expect(events >= 20).toBe(weekdayOf(addDays(TODAY, -daysAgo)) > 5);
    }
  });
});
