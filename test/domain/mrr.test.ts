import { describe, expect, test } from 'vitest';
import { mrrMinor, type PricedItem } from '../../src/domain/mrr.ts';

const monthly: PricedItem = { unitAmountDecimal: '7500', quantity: 10, interval: 'month', intervalCount: 1 };

function mrr(change: Partial<PricedItem>): number | null {
  return mrrMinor({ ...monthly, ...change });
}

describe('monthly recurring revenue', () => {
  test.each<[string, Partial<PricedItem>, number]>([
    ['10 seats at $75 a month', {}, 75_000],
    ['20 seats at $600 a year', { unitAmountDecimal: '60000', quantity: 20, interval: 'year' }, 100_000],
    [
      '12 seats at €225 a quarter, 20 % off for ever',
      { unitAmountDecimal: '22500', quantity: 12, intervalCount: 3, foreverPercentOff: 20 },
      72_000,
    ],
    ['4 seats at $25 a week', { unitAmountDecimal: '2500', quantity: 4, interval: 'week' }, 43_333],
    ['10 seats at $1 a day', { unitAmountDecimal: '100', interval: 'day' }, 30_417],
    ['10 seats at $1,440 for two years', { unitAmountDecimal: '144000', interval: 'year', intervalCount: 2 }, 60_000],
    ['¥12,000 for each of 40 seats', { unitAmountDecimal: '12000', quantity: 40 }, 480_000],
    ['decimal cents, rounded once at the end', { unitAmountDecimal: '1250.5', quantity: 3 }, 3_752],
    ['a decimal percentage', { unitAmountDecimal: '1000', quantity: 1, foreverPercentOff: 12.5 }, 875],
    ['an amount off after the percentage', { foreverPercentOff: 10, foreverAmountOffMinor: 500 }, 67_000],
    ['an amount off a year', { interval: 'year', foreverAmountOffMinor: 12_000 }, 5_250],
    ['a discount above the price', { foreverAmountOffMinor: 100_000 }, 0],
    ['a free price', { unitAmountDecimal: '0' }, 0],
    ['a metered item', { usageType: 'metered', unitAmountDecimal: null }, 0],
    ['packs of five, rounded up', { quantity: 11, transformQuantity: { divideBy: 5, round: 'up' } }, 22_500],
    ['packs of five, rounded down', { quantity: 14, transformQuantity: { divideBy: 5, round: 'down' } }, 15_000],
  ])('of %s', (_name, change, expected) => {
    expect(mrr(change)).toBe(expected);
  });

  test('of a billing portal that sums two yearly items is $12,500', () => {
    const hundred = mrr({ unitAmountDecimal: '10000', quantity: 100 });
    const fifty = mrr({ unitAmountDecimal: '60000', quantity: 50, interval: 'year' });
    expect((hundred ?? 0) + (fifty ?? 0)).toBe(1_250_000);
  });

  const tiers = [
    { upTo: 5, unitAmountDecimal: '700', flatAmountDecimal: null },
    { upTo: 10, unitAmountDecimal: '650', flatAmountDecimal: '1000' },
    { upTo: null, unitAmountDecimal: '600', flatAmountDecimal: null },
  ];

  test.each([
    ['volume', 5, 3_500],
    ['volume', 6, 4_900],
    ['volume', 20, 12_000],
    ['graduated', 5, 3_500],
    ['graduated', 6, 5_150],
    ['graduated', 20, 13_750],
    ['graduated', 0, 0],
  ] as const)('of %s tiers for %i seats', (mode, quantity, expected) => {
    expect(mrr({ unitAmountDecimal: null, quantity, tiers: { mode, tiers } })).toBe(expected);
  });

  test('is unknown, not zero, where the price cannot be known', () => {
    const closed = { mode: 'volume' as const, tiers: tiers.slice(0, 1) };
    expect(mrr({ unitAmountDecimal: null })).toBeNull();
    expect(mrr({ unitAmountDecimal: 'a lot' })).toBeNull();
    expect(mrr({ unitAmountDecimal: null, quantity: 6, tiers: closed })).toBeNull();
    expect(mrr({ intervalCount: 0 })).toBeNull();
  });
});
