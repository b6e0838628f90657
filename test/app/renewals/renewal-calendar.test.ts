import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthList } from '../../../src/app/portfolio/health-list.ts';
import { renewalCalendar } from '../../../src/app/renewals/renewal-calendar.ts';
import { composeRollup } from '../../../src/app/rollup/compose-rollup.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays } from '../../../src/domain/day.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { type FixtureAccount, GOLDEN, insertAccount, insertRecipePortfolio } from '../../support/portfolio.ts';

const D = GOLDEN.as_of;
let database: TestDatabase;
const ctx = () => testContext(database.pool);

/** An account that pays `mrrMinor` for ten seats and renews in `days`. */
async function paying(
  accountId: string,
  days: number | null,
  more: Partial<FixtureAccount> & { mrr?: number; currency?: string } = {},
) {
  const { currency = 'USD', mrr = 10_000, ...rest } = more;
  const at = new Date('2025-06-01T12:00:00Z');
  await insertAccount(database.pool, D, {
    accountId,
    customerSince: '2025-06-01',
    renewsOn: days === null ? null : addDays(D, days),
    movements: [{ at, delta: 10 }],
    states: [{ at, currency, mrrMinor: mrr }],
    activity: new Map(
      Array.from({ length: 120 }, (_, ago) => [
        ago + 1,
        [
          [0, 3],
          [1, 3],
        ],
      ]),
    ),
    ...rest,
  });
}

beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
  await execute(database.pool, `insert into owners values ('lee@example.com', 'Lee', 'U0LEE')`);
  await paying('today', 0, { ownerEmail: 'lee@example.com' });
  await paying('last-of-30', 30, { mrr: 20_000 });
  await paying('first-of-60', 31);
  await paying('last-of-120', 120);
  await paying('beyond', 121);
  await paying('no-rate', 62, { currency: 'CHF', mrr: 50_000 });
  await paying('undated-small', null);
  await paying('undated-large', null, { mrr: 90_000, ownerEmail: 'lee@example.com' });
  await paying('undated-free', null, { mrr: 0 });
  await paying('undated-internal', null, { excludedReason: 'internal' });
  await paying('passed', -3, { mrr: 70_000 });
  await paying('metered', 40, { excludedReason: 'usage_based_plan' });
  await paying('on-trial', 40, { excludedReason: 'trial' });
  await snapshotScores({ ctx: ctx(), input: { day: D } });
});
afterAll(() => database.close());

const idsOf = (standings: readonly { readonly account: { readonly accountId: string } }[]) =>
  standings.map(({ account }) => account.accountId);

describe('the calendar of renewals', () => {
  it('has every account once, in the group of its days, earliest first', async () => {
    const { groups, more } = await renewalCalendar({ ctx: ctx(), input: {} });
    expect(groups.map(({ fromDays, withinDays, renewals }) => [fromDays, withinDays, idsOf(renewals)])).toEqual([
      [0, 30, ['today', 'last-of-30']],
      [31, 60, ['first-of-60']],
      [61, 90, ['megacorp', 'no-rate']],
      [91, 120, ['last-of-120']],
    ]);
    expect(groups.map(({ accounts }) => accounts)).toEqual([2, 1, 2, 1]);
    expect(more).toBe(0);
  });

  it('sums MRR and both exposures apart, and says where a rate is missing', async () => {
    const { groups } = await renewalCalendar({ ctx: ctx(), input: {} });
    const usd = (minor: number, partial = false) => ({ minor, currency: 'USD', partial });
    expect(groups[0]).toMatchObject({ mrr: usd(30_000), seatExposure: usd(24_000), churnExposure: usd(0) });
    expect(groups[2]).toMatchObject({
      mrr: usd(500_000, true),
      seatExposure: usd(360_000, true),
      churnExposure: usd(500_000),
    });
  });

  it('names who pays and has no date, the largest first, and whose date has passed', async () => {
    const { past, undated, usageBased } = await renewalCalendar({ ctx: ctx(), input: {} });
    const dated = ['megacorp', 'acme'];
    expect(idsOf(undated.largest)[0]).toBe('undated-large');
    expect(idsOf(undated.largest)).toContain('undated-small');
    for (const id of [...dated, 'undated-free', 'undated-internal']) expect(idsOf(undated.largest)).not.toContain(id);
    expect([past.accounts, idsOf(past.largest), past.mrr.minor]).toEqual([1, ['passed'], 70_000]);
    expect(usageBased).toBe(1);
  });

  it('gives every paying account one place', async () => {
    const { groups, past, undated } = await renewalCalendar({ ctx: ctx(), input: {} });
    const { scored, unscored } = await healthList({ ctx: ctx(), input: { limit: 1000 } });
    const all = [...scored, ...unscored].filter(({ assessment }) => assessment.facts.mrr_minor > 0);
    const placed = groups.reduce((sum, { accounts }) => sum + accounts, past.accounts + undated.accounts);
    const beyond = all.filter(({ account }) => account.renewsOn !== null && account.renewsOn > addDays(D, 120));
    expect(placed + beyond.length).toBe(all.length);
  });

  it('says the same of 90 days as the weekly rollup', async () => {
    const { groups } = await renewalCalendar({ ctx: ctx(), input: { withinDays: 90 } });
    const { bands, renewals } = (await composeRollup({ ctx: ctx(), input: { day: D } })).renewals;
    expect(groups.flatMap((group) => idsOf(group.renewals))).toEqual(idsOf(renewals));
    const sum = (amounts: readonly { readonly mrr: { readonly minor: number } }[]) =>
      amounts.reduce((total, { mrr }) => total + mrr.minor, 0);
    expect(sum(groups)).toBe(sum(bands));
  });

  it.each([
    ['up to 30 days', { withinDays: 30 }, [['today', 'last-of-30']], 'undated-large'],
    ['of one owner', { ownerSlackUserId: 'U0LEE' }, [['today'], [], [], []], 'undated-large'],
    ['of an address, in any case', { ownerEmail: 'LEE@example.com', withinDays: 60 }, [['today'], []], 'undated-large'],
    ['of nobody', { ownerSlackUserId: 'U0NOBODY' }, [[], [], [], []], undefined],
  ] as const)('%s', async (_name, input, expected, undated) => {
    const report = await renewalCalendar({ ctx: ctx(), input });
    expect(report.groups.map(({ renewals }) => idsOf(renewals))).toEqual(expected);
    expect(idsOf(report.undated.largest)[0]).toBe(undated);
  });

  it('is the same while there is no snapshot', async () => {
    const stored = await renewalCalendar({ ctx: ctx(), input: {} });
    const fresh = await cloneDatabase();
    try {
      await insertRecipePortfolio(fresh.pool, D);
      const live = await renewalCalendar({ ctx: testContext(fresh.pool), input: {} });
      expect(live.stand.live).toBe(true);
      expect(idsOf(live.groups[2]?.renewals ?? [])).toEqual(['megacorp']);
      expect(stored.stand.live).toBe(false);
    } finally {
      await fresh.close();
    }
  });
});
