import { describe, expect, it } from 'vitest';
import { groupBy } from '../../src/domain/group-by.ts';

describe('groupBy', () => {
  it('keeps the order of members, and of groups by their first member', () => {
    const groups = groupBy([5, 2, 7, 4, 9], (number) => number % 2);
    expect([...groups]).toEqual([
      [1, [5, 7, 9]],
      [0, [2, 4]],
    ]);
  });

  it('has no groups of nothing, and keeps null and the empty text apart', () => {
    expect(groupBy([], (one) => one).size).toBe(0);
    expect([...groupBy([null, '', null], (one) => one)]).toEqual([
      [null, [null, null]],
      ['', ['']],
    ]);
  });
});
