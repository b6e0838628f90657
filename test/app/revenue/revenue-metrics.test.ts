import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { revenueMetrics } from '../../../src/app/revenue/revenue-metrics.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { payingAccount, rate, seatsAdded, snapshotOfPeople, statesOf } from '../../support/paid-months.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.close());

const ctx = () => testContext(database.pool);
const metrics = (input = {}) => revenueMetrics({ ctx: ctx(), input });
const FEBRUARY = { from: '2026-02', to: '2026-02' };

describe('revenue of the worked example', () => {
  const LEVELS = [
    ['megacorp', 500_000, 300_000],
    ['globex', 187_500, 262_500],
    ['acme', 75_000, 75_000],
    ['tinyco', 25_000, null],
    ['innovate', 112_500, 150_000],
  ] as const;

  beforeEach(async () => {
    for (const [id, before, after] of LEVELS) {
      const moved = before === after ? [] : [['2026-02-10', after] as const];
      await payingAccount(database.pool, id, [['2025-06-05', before], ...moved]);
    }
    await payingAccount(database.pool, 'newco', [['2026-02-20', 90_000]]);
  });

  it('has NRR 87.5 %, GRR 75.0 %, logo retention 80.0 % and ARPA $1,755.00', async () => {
    const { arpa, arr, closing, opening, retention } = await metrics(FEBRUARY);
    const [month] = retention;
    expect(month).toMatchObject({ months: 1, accounts: 5, nrrTenths: 875, grrTenths: 750, logoTenths: 800 });
    expect(opening.mrr).toEqual({ minor: 900_000, currency: 'USD', partial: false });
    expect(closing).toMatchObject({ mrr: { minor: 877_500 }, payingAccounts: 5, uncounted: 0 });
    expect(arr.minor).toBe(10_530_000);
    expect(arpa).toEqual({ minor: 175_500, currency: 'USD' });
  });

  it('moves by what happened, and the kinds add up to the change', async () => {
    const { months } = await metrics(FEBRUARY);
    const [february] = months;
    expect(february?.movements).toEqual({
      new: { minor: 90_000, accounts: 1 },
      expansion: { minor: 112_500, accounts: 2 },
      contraction: { minor: -200_000, accounts: 1 },
      churn: { minor: -25_000, accounts: 1 },
      reactivation: { minor: 0, accounts: 0 },
      unstated: { minor: 0, accounts: 0 },
    });
    expect(february?.changeMinor).toBe(-22_500);
    expect(february).toMatchObject({ from: '2026-02-01', to: '2026-03-01', complete: true });
  });

  it('is $87.75 per paid seat and $132.95 per active user', async () => {
    await seatsAdded(database.pool, 'acme', [
      ['2025-06-05', 90],
      ['2026-02-20', 20],
    ]);
    await snapshotOfPeople(database.pool, 'acme', [62, 70]);
    const { arpu } = await metrics(FEBRUARY);
    expect(arpu).toMatchObject({
      perPaidSeat: { minor: 8775, currency: 'USD' },
      perActiveUser: { minor: 13_295, currency: 'USD' },
      paidSeats: { start: 90, end: 110 },
      activeUsers: { start: 62, end: 70 },
    });
  });

  it('covers twelve complete months unless asked for others', async () => {
    const { from, months, retention, to } = await metrics();
    expect([from, to, months.length]).toEqual(['2025-03', '2026-02', 12]);
    expect(retention.map(({ months: count }) => count)).toEqual([3, 1]);
  });
});

describe('money that cannot be said', () => {
  it('is left out and named: no rate, no price, seats without billing', async () => {
    const { pool } = database;
    await rate(pool, 'EUR', '2025-01-01', '1.08');
    await payingAccount(pool, 'euro', [], { states: statesOf([['2025-06-05', 72_000]], { currency: 'EUR' }) });
    await payingAccount(pool, 'norate', [], { states: statesOf([['2025-06-05', 5]], { currency: 'CHF' }) });
    const unpriced = [{ at: new Date('2025-06-05'), mrrUnknown: true, currency: 'USD' }];
    await payingAccount(pool, 'tiered', [], { states: unpriced });
    await payingAccount(pool, 'silent', [], { states: [{ at: new Date('2025-06-05') }] });
    await payingAccount(pool, 'seated', [], { movements: [{ at: new Date('2025-06-05'), delta: 3 }] });
    await payingAccount(pool, 'ours', [['2025-06-05', 900]], { excludedReason: 'internal' });
    const { arpa, closing, uncounted } = await metrics(FEBRUARY);
    expect(closing).toMatchObject({ mrr: { minor: 77_760, partial: true }, payingAccounts: 1, uncounted: 4 });
    expect(arpa?.minor).toBe(77_760);
    expect(uncounted.map(({ accountId, reason }) => `${accountId} ${reason}`)).toEqual([
      'norate no_rate',
      'seated unknown_mrr',
      'silent unknown_mrr',
      'tiered unknown_mrr',
    ]);
  });

  it('is no new business where billing was first heard of long after a subscription began', async () => {
    await payingAccount(database.pool, 'old', [['2026-02-10', 500]]);
    await execute(database.pool, `update subscription_states set started_at = '2024-05-05'`);
    const { months, retention } = await metrics();
    const february = months.at(-1);
    expect(february?.movements.new.accounts).toBe(0);
    expect(february?.movements.unstated).toEqual({ minor: 500, accounts: 1 });
    expect(months.at(0)?.closing).toMatchObject({ uncounted: 1, mrr: { minor: 0, partial: true } });
    expect(retention).toEqual([]);
  });

  it('uses each day’s rate for the level and one rate for the movements', async () => {
    const { pool } = database;
    await rate(pool, 'EUR', '2025-01-01', '1.00');
    await rate(pool, 'EUR', '2026-02-15', '1.10');
    await payingAccount(pool, 'euro', [], { states: statesOf([['2025-06-05', 1000]], { currency: 'EUR' }) });
    const { closing, months, opening } = await metrics(FEBRUARY);
    expect([opening.mrr.minor, closing.mrr.minor, months[0]?.changeMinor]).toEqual([1000, 1100, 0]);
  });
});

describe('billing states', () => {
  it('keep money until a state speaks of it, and end with what is not paid', async () => {
    const states = [
      ...statesOf([['2025-06-05', 1000]]),
      { at: new Date('2025-08-05'), status: 'past_due' },
      { at: new Date('2025-10-05'), status: 'unpaid' },
      { at: new Date('2025-12-05'), status: 'active' },
      { at: new Date('2026-02-05'), status: 'canceled' },
    ];
    await payingAccount(database.pool, 'acme', [], { states });
    const { months } = await metrics();
    expect(months.map(({ closing }) => closing.mrr.minor / 1000).join('')).toBe('000111100110');
    const kinds = months.flatMap(({ month, movements }) =>
      Object.entries(movements).flatMap(([kind, { accounts }]) => (accounts > 0 ? [`${month} ${kind}`] : [])),
    );
    expect(kinds).toEqual(['2025-06 new', '2025-10 churn', '2025-12 reactivation', '2026-02 churn']);
  });

  it('count from the midnight of the team’s zone on', async () => {
    await payingAccount(database.pool, 'late', [], {
      states: [{ at: new Date('2026-01-31T23:30:00Z'), currency: 'USD', mrrMinor: 700 }],
    });
    const opened = async (timeZone: string) => {
      const report = await revenueMetrics({ ctx: testContext(database.pool, { timeZone }), input: FEBRUARY });
      return report.opening.mrr.minor;
    };
    expect([await opened('UTC'), await opened('Europe/Berlin')]).toEqual([700, 0]);
  });
});

describe('months that cannot be asked for', () => {
  it.each([
    [{ from: '2026-13' }, 'from: is no month'],
    [{ from: '2026-2' }, 'from: is no month'],
    [{ to: '2026-03' }, 'to: 2026-03 has not begun'],
    [{ from: '2026-02', to: '2026-01' }, 'from: 2026-02 is after 2026-01'],
    [{ from: '2020-01' }, 'ask for at most 36'],
    [{ from: '2026-02-01\u0000' }, 'from: is no month'],
  ])('are refused by name: %o', async (input, message) => {
    await expect(metrics(input)).rejects.toThrow(message);
  });
});
