import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import { accountSeats } from '../../src/app/seats/account-seats.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import type { SeatFilter } from '../../src/app/seats/seats-report.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { reportText } from '../../src/cli/report.ts';
import { takeSnapshot } from '../../src/cli/snapshot.ts';
import { execute } from '../../src/store/db.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { GOLDEN, insertAccount, insertRecipePortfolio } from '../support/portfolio.ts';

let database: TestDatabase;
const context = () => testContext(database.pool);
const report = (filter: SeatFilter = {}) => seatReport({ ctx: context(), input: { filter } });
const ids = (rows: readonly AccountStanding[]) => rows.map(({ account }) => account.accountId);

beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, GOLDEN.as_of);
});
afterAll(() => database.close());

describe.each(['live', 'from the snapshot'])('the seat report %s', (origin) => {
  beforeAll(async () => {
    if (origin !== 'live') await snapshotScores({ ctx: context(), input: {} });
  });

  it('prints the sections and totals of the recipe, per month', async () => {
    const { atRisk, dormant, expansion, ramping, totals, stand, ranked, total } = await report();
    expect(stand.live).toBe(origin === 'live');
    expect([ids(atRisk), ids(dormant), ids(expansion), ids(ramping)]).toEqual([
      ['megacorp', 'globex'],
      ['tinyco'],
      ['acme'],
      [],
    ]);
    expect(totals.atRisk).toEqual({ minor: 487_500, currency: 'USD', partial: false });
    expect([totals.dormant.minor, totals.expansion.minor, totals.ramping.minor]).toEqual([20_000, 37_500, 0]);
    expect([ranked, total]).toEqual([5, 5]);
  });

  it.each<[string, SeatFilter, string[]]>([
    ['owner', { ownerEmail: 'DANA@example.com' }, ['megacorp', 'globex']],
    ['another owner', { ownerSlackUserId: 'U0LEE' }, []],
    ['plan', { plan: 'pro' }, ['megacorp', 'globex']],
    ['renewal', { renewsWithinDays: 90 }, ['megacorp']],
    ['renewal, its bound left out', { renewsWithinDays: 62 }, []],
    ['quarter drop', { droppedPoints: 20 }, ['megacorp']],
    ['quarter drop, its bound left out', { droppedPoints: 36 }, []],
  ])('filters by %s', async (_, filter, expected) => {
    expect(ids((await report(filter)).atRisk)).toEqual(expected);
  });
});

describe('a portfolio with every kind of account that is not ranked', () => {
  beforeAll(async () => {
    const base = { customerSince: '2025-01-01', activity: new Map([[3, [[0, 5]] as const]]) };
    const at = new Date('2025-01-01T12:00:00Z');
    const seats = (delta: number) => ({ movements: [{ at, delta }] });
    const money = { currency: 'CHF', mrrMinor: 100_000 };
    const insert = (account: Parameters<typeof insertAccount>[2]) =>
      insertAccount(database.pool, GOLDEN.as_of, account);
    await insert({ ...base, accountId: 'small', ...seats(4) });
    await insert({ ...base, accountId: 'metered', ...seats(9), states: [{ at, ...money, usageBased: true }] });
    await insert({ ...base, accountId: 'gone', ...seats(9), states: [{ at, ...money, status: 'canceled' }] });
    await insert({ ...base, accountId: 'trial', ...seats(9), states: [{ at, ...money, status: 'trialing' }] });
    await insert({ ...base, accountId: 'ghost', ...seats(9), activity: new Map() });
    await insert({ ...base, accountId: 'new', ...seats(9), customerSince: '2026-02-01' });
    await insert({ ...base, accountId: 'noseats' });
    await insert({ ...base, accountId: 'franc', ...seats(10), states: [{ at, ...money }] });
    await insert({ ...base, accountId: 'unpriced', ...seats(10), states: [{ at, currency: 'USD', mrrUnknown: true }] });
    await insert({
      ...base,
      accountId: 'two-currencies',
      ...seats(10),
      states: [
        { at, subscription: 'a', currency: 'EUR', mrrMinor: 10_000 },
        { at, subscription: 'b', currency: 'USD', mrrMinor: 5_000 },
      ],
    });
    await execute(
      database.pool,
      `insert into fx_rates values ('EUR', 'USD', '2026-01-01', 1.5),
      ('EUR', 'USD', '2026-03-01', 1.08), ('EUR', 'USD', '2026-03-02', 9)`,
    );
    await snapshotScores({ ctx: context(), input: {} });
  });

  it('counts each of them once', async () => {
    const { notRanked, total, ranked } = await report();
    expect(notRanked).toEqual({
      small: 1,
      usageBased: 1,
      noSignal: 1,
      onboarding: 1,
      noSeats: 1,
      otherwiseExcluded: 2,
    });
    expect([total, ranked]).toEqual([15, 8]);
  });

  it('marks a total partial when a rate or a price is unknown, and converts with the newest rate of the day', async () => {
    const { dormant, totals } = await report();
    expect(totals.dormant.partial).toBe(true);
    const money = Object.fromEntries(dormant.map((row) => [row.account.accountId, row.exposureReportingMinor]));
    expect(money).toEqual({ 'two-currencies': 14_220, tinyco: 20_000, franc: null, unpriced: null });
    expect(totals.dormant.minor).toBe(34_220);
  });

  it('writes CSV that no spreadsheet takes for a formula', async () => {
    await execute(database.pool, `update accounts set name = '=HYPERLINK("x")' where external_id = 'franc'`);
    const csv = await reportText(context(), 'utilization', 'csv');
    expect(csv.split('\r\n')[0]).toContain('account_id,name,owner');
    expect(csv).toContain(`franc,"'=HYPERLINK(""x"")"`);
    expect(csv.split('\r\n')).toHaveLength(2 + 2 + 4 + 1);
  });

  it('publishes exact numbers as JSON', async () => {
    const json = JSON.parse(await reportText(context(), 'utilization', 'json'));
    expect(json).toMatchObject({ as_of: '2026-03-01T00:00:00.000Z', definition: 'balanced@1' });
    expect(json.at_risk[0]).toMatchObject({
      account_id: 'megacorp',
      score: '18.5',
      utilization: '28.0',
      mrr: { minor: 500_000, currency: 'USD' },
      exposure: { minor: 360_000, currency: 'USD' },
    });
    const health = JSON.parse(await reportText(context(), 'health', 'json'));
    expect(health.accounts).toHaveLength(15);
  });
});

describe('accountSeats', () => {
  it('splits people by role and keeps the balance beside every movement', async () => {
    const { roles, ledger, standing } = await accountSeats({ ctx: context(), input: { accountId: 'megacorp' } });
    expect(roles).toEqual([
      { role: 'ic', people: 28, active: 11 },
      { role: 'admin', people: 4, active: 3 },
    ]);
    expect(roles.reduce((sum, { active }) => sum + active, 0)).toBe(standing.assessment.facts.active_users_30d);
    expect(ledger).toEqual([
      { on: '2025-01-25', delta: 50, kind: 'initial', source: 'fixture', sourceEventId: 'm0', balance: 50 },
    ]);
  });
});

describe('snapshot on the command line', () => {
  it('says what it did, as text and as JSON', async () => {
    const lines: string[] = [];
    const io = { out: (text: string) => lines.push(text), err: () => undefined, stdin: async () => '' };
    const input = { day: '2026-02-25', rebuild: undefined };
    expect(await takeSnapshot(context(), io, input, false)).toBe(0);
    await takeSnapshot(context(), io, input, true);
    expect(lines[0]).toBe('2026-02-25: 15 of 15 accounts scored (revision 1).\n');
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ date: '2026-02-25', state: 'unchanged', changed: 0 });
  });
});
