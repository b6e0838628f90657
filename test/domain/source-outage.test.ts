import { describe, expect, it } from 'vitest';
import { sourceFault } from '../../src/domain/source-outage.ts';
import { fc } from '../support/fc.ts';

const HOURS_26 = 26 * 60;
type Scope = Parameters<typeof sourceFault>[1];

describe('sourceFault', () => {
  it.each<[string, number | null, number, number[], Scope, ReturnType<typeof sourceFault>]>([
    ['nothing was ever received', null, 4, [0, 9, 9, 9, 9], 'all', null],
    ['26 hours of silence', HOURS_26, 4, [100, 100, 100, 100, 100], 'all', null],
    ['a minute more, in hours that are usually busy', HOURS_26 + 1, 3, [90, 100, 100, 100, 0], 'all', 'silent'],
    ['a quiet weekend of a working-week product', HOURS_26 + 1, 0, [0, 0, 0, 0, 100], 'all', null],
    ['hours that two of four weeks used', HOURS_26 + 1, 2, [90, 100, 100, 100, 0], 'all', null],
    ['a last day of 29 % of the median', 60, 4, [29, 100, 100, 100, 100], 'all', 'fell'],
    ['a last day of 30 % of the median', 60, 4, [30, 100, 100, 100, 100], 'all', null],
    ['a median between two days', 60, 4, [29, 50, 60, 140, 900], 'all', 'fell'],
    ['a day that two of four weeks used', 60, 4, [0, 0, 0, 1, 0], 'all', null],
    ['a median of half a signal', 60, 4, [0, 0, 0, 1, 9], 'all', 'fell'],
    ['a small feed beside others, which may lose a day by chance', 60, 4, [0, 19, 19, 19, 20], 'one', null],
    ['a feed of 20 a day beside others', 60, 4, [5, 20, 20, 20, 20], 'one', 'fell'],
    ['tickets that became fewer', 60, 4, [0, 100, 100, 100, 100], 'irregular', null],
    ['few tickets, of which none came', HOURS_26 + 1, 4, [0, 40, 40, 40, 19], 'irregular', null],
    [
      'tickets that stopped although many came on each such day',
      HOURS_26 + 1,
      3,
      [0, 20, 20, 20, 20],
      'irregular',
      'silent',
    ],
    ['many tickets a little later than usual', HOURS_26, 4, [0, 20, 20, 20, 20], 'irregular', null],
  ])('%s', (_, silentMinutes, usualWeeks, sameWeekdays, scope, expected) => {
    expect(sourceFault({ silentMinutes, usualWeeks, sameWeekdays }, scope)).toBe(expected);
  });

  it('never sees a fault in a feed that does at least as well as in its best week', () => {
    const week = fc.integer({ min: 0, max: 1_000_000 });
    const weeks = fc.tuple(week, week, week, week);
    fc.assert(
      fc.property(weeks, fc.integer({ min: 0, max: HOURS_26 }), (earlier, silentMinutes) => {
        const pulse = { silentMinutes, usualWeeks: 4, sameWeekdays: [Math.max(...earlier), ...earlier] };
        expect(sourceFault(pulse, 'all')).toBeNull();
      }),
    );
  });
});
