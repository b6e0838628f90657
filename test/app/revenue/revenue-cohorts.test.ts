import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revenueCohorts } from '../../../src/app/revenue/revenue-cohorts.ts';
import { reportText } from '../../../src/cli/report.ts';
import type { CohortDimension } from '../../../src/domain/revenue/cohorts.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { payingAccount, seatsAdded } from '../../support/paid-months.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.close());

const cohorts = (by: CohortDimension) => revenueCohorts({ ctx: testContext(database.pool), input: { by } });

/** Accounts that pay from a day on, and from another day on an amount more. */
async function group(name: string, count: number, from: string, plan: string) {
  for (let index = 0; index < count; index += 1) {
    const id = `${name}${index}`;
    const grown = index === 0 ? [['2026-01-10', null] as const] : [['2025-09-10', 1500] as const];
    await payingAccount(database.pool, id, [[from, 1000], ...grown], { plan });
    await seatsAdded(database.pool, id, [[from, plan === 'Pro' ? 10 : 9]]);
  }
}

describe('cohorts', () => {
  it('tell retention of twelve months by plan and size, and hide groups of fewer than five', async () => {
    await group('pro', 5, '2025-01-10', 'Pro');
    await group('small', 4, '2025-01-10', 'Starter');
    await group('late', 9, '2025-06-10', 'Pro');
    const { cohorts: byPlan, from, to, unmeasured } = await cohorts('plan');
    expect([from, to, unmeasured]).toEqual(['2025-03-01', '2026-03-01', 0]);
    expect(
      byPlan.map(({ accounts, cohort, rates }) => [cohort, accounts, rates?.nrrTenths, rates?.logoTenths]),
    ).toEqual([
      ['Pro', 5, 1200, 800],
      ['Starter', 4, undefined, undefined],
    ]);
    const { cohorts: bySize } = await cohorts('size');
    expect(bySize.map(({ cohort, rates }) => [cohort, rates?.grrTenths])).toEqual([
      ['1–9 seats', undefined],
      ['10–49 seats', 800],
    ]);
    const { cohorts: byIndustry } = await cohorts('industry');
    expect(byIndustry).toMatchObject([{ cohort: null, accounts: 9, rates: { expansionTenths: 389 } }]);
  });

  it('of months begin when the month of first payment ends', async () => {
    await group('may', 5, '2025-05-20', 'Pro');
    await group('old', 6, '2022-05-20', 'Pro');
    const { cohorts: byMonth } = await cohorts('month');
    expect(byMonth.map(({ accounts, cohort }) => [cohort, accounts])).toEqual([
      ['2024-02 or earlier', 6],
      ['2025-05', 5],
    ]);
    const may = byMonth[1];
    expect(may?.rates).toMatchObject({ startMinor: 5000, endMinor: 6000, nrrTenths: 1200 });
    expect(may?.ages).toEqual([
      { months: 1, nrrTenths: 1000, grrTenths: 1000, expansionTenths: 0 },
      { months: 3, nrrTenths: 1000, grrTenths: 1000, expansionTenths: 0 },
      { months: 6, nrrTenths: 1400, grrTenths: 1000, expansionTenths: 400 },
    ]);
  });

  it('leave out whose MRR is not known, and say how many', async () => {
    await group('pro', 6, '2025-01-10', 'Pro');
    await execute(
      database.pool,
      `update subscription_states set mrr_minor = null, mrr_unknown = true
       where effective_at > '2025-09-01' and account_id = (select account_id from accounts where external_id = 'pro3')`,
    );
    const { cohorts: byPlan, unmeasured } = await cohorts('plan');
    expect(unmeasured).toBe(1);
    expect(byPlan).toMatchObject([{ accounts: 5, rates: { nrrTenths: 1200 } }]);
  });

  it('are of a shorter time where nobody paid a year ago', async () => {
    await group('late', 5, '2025-08-20', 'Pro');
    expect(await cohorts('plan')).toMatchObject({ from: '2025-09-01', to: '2026-03-01' });
  });
});

describe('cs-pulse report', () => {
  beforeEach(async () => {
    await group('=cmd|', 5, '2025-01-10', '=HYPERLINK("x")');
  });
  const ctx = () => testContext(database.pool);

  it('prints cohorts that no spreadsheet takes for a formula', async () => {
    const csv = await reportText(ctx(), 'cohorts', 'csv', { by: 'plan' });
    expect(csv.split('\r\n')[1]).toMatch(
      /^plan,"'=HYPERLINK\(""x""\)",5,2025-03-01,2026-03-01,120\.0,80\.0,80\.0,40\.0,5000,6000,USD,/,
    );
    expect(await reportText(ctx(), 'cohorts', 'text', { by: 'plan' })).toContain('NRR 120.0 %, GRR 80.0 %');
  });

  it('publishes exact numbers as JSON', async () => {
    const portfolio = JSON.parse(await reportText(ctx(), 'portfolio', 'json', { from: '2026-01' }));
    expect(portfolio).toMatchObject({
      adoption: { accounts: 0 },
      as_of: '2026-03-01T00:00:00.000Z',
      closing: { mrr: { minor: 6000, currency: 'USD', partial: false }, paying_accounts: 4 },
      arr: { minor: 72_000, currency: 'USD' },
      months: [{ month: '2026-01', movements: { churn: { minor: -1000, currency: 'USD', accounts: 1 } } }, {}],
    });
    const retention = JSON.parse(await reportText(ctx(), 'retention', 'json'));
    expect(retention.retention[0]).toMatchObject({ months: 12, nrr: '120.0', grr: '80.0', logo_retention: '80.0' });
    expect(JSON.parse(await reportText(ctx(), 'cohorts', 'json'))).toMatchObject({ by: 'month', cohorts: [{ n: 5 }] });
  });

  it('prints a line for each month and each period', async () => {
    const csv = (await reportText(ctx(), 'portfolio', 'csv', { from: '2025-12', to: '2026-01' })).trim().split('\r\n');
    expect(csv.map((row) => row.split(',')[0])).toEqual(['month', '2025-12', '2026-01']);
    expect(await reportText(ctx(), 'portfolio', 'text')).toMatch(
      /\$60\/mo MRR \(\$720\/yr ARR\), 4 paying accounts\n[^*]*How seats are used/,
    );
    expect((await reportText(ctx(), 'retention', 'csv')).split('\r\n')[1]).toMatch(
      /^12,2025-03-01,2026-03-01,5,0,120\.0/,
    );
  });
});
