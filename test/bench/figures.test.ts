import { describe, expect, it } from 'vitest';
import { atLeast, atMost, figure, isMet, lineOf } from '../../bench/figure.ts';
import { interleave } from '../../bench/interleave.ts';
import { expectSame, tabbed } from '../../bench/peers/same-answers.ts';
import { median } from '../../bench/stats.ts';
import { percentile } from '../support/percentile.ts';

describe('figures of the bench', () => {
  it.each([
    [atLeast(30, 'a', 30), true],
    [atLeast(30, 'a', 29.999), false],
    [atMost(2, 'a', 2, 's'), true],
    [atMost(2, 'a', 2.001, 's'), false],
    [atLeast(1, 'a', Number.NaN), false],
    [atMost(1, 'a', Number.NaN, 's'), false],
    [figure('a', Number.NaN, 'x'), true],
  ])('%j keeps its goal: %s', (shown, met) => {
    expect(isMet(shown)).toBe(met);
  });

  it('says a missed goal loudly', () => {
    expect(lineOf(atMost(2, 'snapshot', 3, 's'))).toMatch(/snapshot +3\.00 s +<= 2 +MISSED$/);
  });
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

  it.each([
    [1, 1],
    [50, 50],
    [99, 99],
    [100, 100],
    [0, 1],
  ])('%i of a hundred is the nearest rank', (share, rank) => {
    expect(percentile(hundred, share)).toBe(rank);
  });

  it('is a value that was measured, and NaN of none', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), percentile([7], 99)]).toEqual([2, 2, 7]);
    expect(percentile([], 50)).toBeNaN();
  });
});

describe('answers of two engines', () => {
  it('are the same in any order and whatever an id is written like', () => {
    expectSame(
      'both',
      [
        [1, 7],
        [2, 8],
      ],
      tabbed('acct_2\t8\nacct_1\t7\n'),
    );
  });

  it.each([
    ['a number', [[1, 7]], '1\t6\n'],
    [
      'a row that is missing there',
      [
        [1, 7],
        [2, 8],
      ],
      '1\t7\n',
    ],
    ['a row that is missing here', [[1, 7]], '1\t7\n2\t8\n'],
  ])('differ by %s', (_, ours, text) => {
    expect(() => expectSame('both', ours, tabbed(text))).toThrow(/both differs/);
  });
});

describe('taking turns', () => {
  it('runs every contender in every round, and once more to warm up', async () => {
    const turns: string[] = [];
    const note = (name: string) => (turn: number) => turns.push(`${name}${turn}`);
    const ms = await interleave({ a: { run: note('a'), times: 2 }, b: { run: note('b'), times: 1 } }, 2);
    expect(turns.join(' ')).toBe('a0 a1 b0 a2 a3 b1 a4 a5 b2');
    expect(Object.keys(ms)).toEqual(['a', 'b']);
    expect(ms.a).toBeGreaterThanOrEqual(0);
  });
});
