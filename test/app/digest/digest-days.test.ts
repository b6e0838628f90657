import { describe, expect, it } from 'vitest';
import { daysSinceDigest, referenceDay } from '../../../src/app/digest/digest-days.ts';

const MONDAY = '2026-03-02';
const WORKING = [1, 2, 3, 4, 5];

describe('the digest before', () => {
  it.each([
    [MONDAY, WORKING, 3],
    ['2026-03-03', WORKING, 1],
    [MONDAY, [1, 2, 3, 4, 5, 6, 7], 1],
    [MONDAY, [1], 7],
    ['2026-03-05', [1, 4], 3],
    ['2026-03-01', WORKING, 2],
  ])('of %s on weekdays %j was %i days ago', (day, weekdays, days) => {
    expect(daysSinceDigest(day, weekdays)).toBe(days);
  });

  it('is the newest snapshot up to its day, else the first one after it', () => {
    const days = ['2026-02-26', '2026-02-27', '2026-02-28', '2026-03-01', MONDAY];
    expect(referenceDay(MONDAY, days)).toBe('2026-02-27');
    expect(referenceDay(MONDAY, days, '2026-03-01')).toBe('2026-03-01');
    expect(referenceDay(MONDAY, days, '2026-02-23')).toBe('2026-02-26');
    expect(referenceDay(MONDAY, days.slice(2))).toBe('2026-02-28');
    expect(referenceDay('2026-03-03', days)).toBe(MONDAY);
    expect(referenceDay(MONDAY, [MONDAY])).toBeNull();
  });
});
