import { describe, expect, it } from 'vitest';
import { addMonths, monthsBetween } from '../../../src/domain/month.ts';
import { revenuePerAccount, revenuePerUser } from '../../../src/domain/revenue/average-revenue.ts';
import { cohortsOf } from '../../../src/domain/revenue/cohorts.ts';
import { levelOf } from '../../../src/domain/revenue/level.ts';
import { sizeClassOf } from '../../../src/domain/size-class.ts';
import { fc } from '../../support/fc.ts';

describe('average revenue', () => {
  it('is that of the worked example: ARPA $1,755.00, $87.75 per paid seat, $132.95 per active user', () => {
    expect(revenuePerAccount(877_500, 5)).toBe(175_500);
    expect(revenuePerUser(877_500, 90, 110)).toBe(8_775);
    expect(revenuePerUser(877_500, 62, 70)).toBe(13_295);
  });

  it('is unknown without anybody to divide by', () => {
    expect(revenuePerAccount(877_500, 0)).toBeNull();
    expect(revenuePerUser(877_500, 0, 0)).toBeNull();
  });
});

describe('cohorts', () => {
  const group = (cohort: string | null, accounts: number) =>
    Array.from({ length: accounts }, () => ({ cohort, startMinor: 100, endMinor: 150 }));

  it('of fewer than five accounts are counted and hidden', () => {
    const cohorts = cohortsOf([...group(null, 6), ...group('Retail', 4), ...group('Media', 5)]);
    expect(cohorts.map(({ accounts, cohort, rates }) => [cohort, accounts, rates?.expansionTenths ?? null])).toEqual([
      ['Media', 5, 500],
      ['Retail', 4, null],
      [null, 6, 500],
    ]);
  });

  it('leave out who paid nothing at the start', () => {
    expect(cohortsOf([{ cohort: 'Media', startMinor: 0, endMinor: 9 }])).toEqual([]);
  });
});

describe('an account’s level', () => {
  const rates = new Map([
    ['EUR', '1.08'],
    ['JPY', '0.0067'],
  ]);

  it('is each currency at its rate, rounded by itself', () => {
    const amounts = [
      { minor: 72_000, currency: 'EUR' },
      { minor: 480_000, currency: 'JPY' },
      { minor: 1, currency: 'USD' },
    ];
    expect(levelOf(amounts, 'USD', rates)).toBe(77_760 + 321_600 + 1);
  });

  it('is not zero where it is unknown or has no rate', () => {
    expect(levelOf(null, 'USD', rates)).toBe('unknown_mrr');
    expect(levelOf([{ minor: 5, currency: 'GBP' }], 'USD', rates)).toBe('no_rate');
    expect(levelOf([], 'USD', rates)).toBe(0);
  });
});

it('puts every number of seats into the class that names it', () => {
  expect([0, 1, 9, 10, 49, 50, 249, 250, 9_999].map(sizeClassOf)).toEqual([
    null,
    '1–9 seats',
    '1–9 seats',
    '10–49 seats',
    '10–49 seats',
    '50–249 seats',
    '50–249 seats',
    '250+ seats',
    '250+ seats',
  ]);
  expect(sizeClassOf(null)).toBeNull();
});

it('counts months forth and back', () => {
  const month = fc.record({ year: fc.integer({ min: 1970, max: 2200 }), month: fc.integer({ min: 1, max: 12 }) });
  fc.assert(
    fc.property(month, fc.integer({ min: -500, max: 500 }), (from, count) => {
      const start = `${from.year}-${String(from.month).padStart(2, '0')}`;
      expect(monthsBetween(start, addMonths(start, count))).toBe(count);
    }),
  );
  expect([addMonths('2026-01', -1), addMonths('2025-12', 1), addMonths('2026-03', -12)]).toEqual([
    '2025-12',
    '2026-01',
    '2025-03',
  ]);
});
