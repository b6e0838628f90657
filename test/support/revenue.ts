import type { RevenueCohorts, RevenueMetrics } from '../../src/app/revenue/revenue-reports.ts';
import { addMonths, firstDayOf } from '../../src/domain/month.ts';
import type { CohortDimension } from '../../src/domain/revenue/cohorts.ts';
import { retentionRates } from '../../src/domain/revenue/retention-rates.ts';
import { STAND } from './slack-reports.ts';

const USD = 'USD';
const NOTHING = { minor: 0, accounts: 0 };
const RATES = retentionRates([
  { startMinor: 500_000, endMinor: 300_000 },
  { startMinor: 187_500, endMinor: 262_500 },
  { startMinor: 75_000, endMinor: 75_000 },
  { startMinor: 25_000, endMinor: 0 },
  { startMinor: 112_500, endMinor: 150_000 },
]);

/** The worked example as a report of so many months, with accounts that are not in MRR. */
export function revenueReport(names: readonly string[] = [], count = 12): RevenueMetrics {
  const level = (day: string, minor: number) => ({
    day,
    mrr: { minor, currency: USD, partial: names.length > 0 },
    payingAccounts: 5,
    uncounted: names.length,
  });
  return {
    stand: STAND,
    currency: USD,
    day: '2026-03-01',
    from: addMonths('2026-03', -count),
    to: '2026-02',
    opening: level(firstDayOf(addMonths('2026-03', -count)), 900_000),
    closing: level('2026-03-01', 877_500),
    arr: { minor: 10_530_000, currency: USD, partial: names.length > 0 },
    arpa: { minor: 175_500, currency: USD },
    arpu: {
      from: '2026-01-30',
      to: '2026-03-01',
      perPaidSeat: { minor: 8775, currency: USD },
      perActiveUser: { minor: 13_295, currency: USD },
      paidSeats: { start: 90, end: 110 },
      activeUsers: { start: 62, end: 70 },
    },
    months: Array.from({ length: count }, (_, index) => {
      const month = addMonths('2026-02', index + 1 - count);
      return {
        month,
        from: firstDayOf(month),
        to: firstDayOf(addMonths(month, 1)),
        complete: true,
        closing: level(firstDayOf(addMonths(month, 1)), 877_500),
        movements: {
          new: { minor: 90_000, accounts: 1 },
          expansion: { minor: 112_500, accounts: 2 },
          contraction: { minor: -200_000, accounts: 1 },
          churn: { minor: -25_000, accounts: 1 },
          reactivation: NOTHING,
          unstated: NOTHING,
        },
        changeMinor: -22_500,
      };
    }),
    retention: [{ ...RATES, months: 1, from: '2026-02-01', to: '2026-03-01', unmeasured: 0 }],
    uncounted: names.map((name, index) => ({ accountId: `a${index}`, name, reason: 'no_rate' })),
  };
}

/** Cohorts by these names, every second one too small to be shown. */
export function cohortsReport(names: readonly (string | null)[], by: CohortDimension = 'industry'): RevenueCohorts {
  return {
    stand: STAND,
    by,
    currency: USD,
    from: '2025-03-01',
    to: '2026-03-01',
    unmeasured: 3,
    cohorts: names.map((cohort, index) => ({
      cohort,
      accounts: index % 2 === 0 ? 5 : 4,
      rates: index % 2 === 0 ? RATES : null,
      ages: by === 'month' ? [{ months: 1, nrrTenths: 990, grrTenths: 980, expansionTenths: 10 }] : [],
    })),
  };
}
