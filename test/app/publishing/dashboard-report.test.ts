import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acknowledgeEpisodes } from '../../../src/app/episodes/acknowledge-episodes.ts';
import { forgetAccount } from '../../../src/app/erasure/forget-account.ts';
import { type DashboardInput, dashboardReport } from '../../../src/app/publishing/dashboard-report.ts';
import type { HealthDashboard } from '../../../src/app/publishing/dashboard-reports.ts';
import { DASHBOARD_KINDS } from '../../../src/app/publishing/published-report.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { testContext } from '../../support/context.ts';
import { scoredRecipes } from '../../support/dashboard.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertAccount } from '../../support/portfolio.ts';

let database: TestDatabase;
const context = () => testContext(database.pool);
const show = (input: Partial<DashboardInput> = {}) =>
  dashboardReport({ ctx: context(), input: { kind: 'health', money: true, accounts: 'worst', ...input } });

async function health(input: Partial<DashboardInput> = {}): Promise<HealthDashboard> {
  const report = await show(input);
  if (report.kind !== 'health') throw new Error('that was asked for');
  return report;
}

beforeAll(async () => {
  database = await cloneDatabase();
  await scoredRecipes(context());
});
afterAll(() => database.close());

/** Every key and value that stands for an amount. */
function amountsIn(report: object): string[] {
  return JSON.stringify(report).match(/"(?:currency|minor|[a-z_]*[mM]inor|mrr[a-zA-Z_]*)":/g) ?? [];
}

describe('what a published dashboard holds', () => {
  it.each(DASHBOARD_KINDS)('%s: no amount at all without the right to them', async (kind) => {
    expect(amountsIn(await show({ kind, money: false }))).toEqual([]);
    expect(amountsIn(await show({ kind, money: true })).length).toBeGreaterThan(5);
  });

  it('names nobody of the customer', async () => {
    await database.pool.query(
      `insert into contacts (account_id, contact_id, name, email, persona)
       select account_id, 'priya', 'Priya Shah', 'priya@megacorp.example', 'admin' from accounts where external_id = 'megacorp'`,
    );
    for (const kind of DASHBOARD_KINDS) expect(JSON.stringify(await show({ kind }))).not.toMatch(/priya/i);
  });

  it('bands, people and seats of all accounts', async () => {
    const { bandDays, excluded, paidSeats, people, total } = await health();
    expect({ excluded, paidSeats, total }).toEqual({ excluded: 0, paidSeats: 115, total: 5 });
    expect(bandDays.at(-1)).toEqual({
      day: GOLDEN.as_of,
      bands: { CRITICAL: 1, WARN: 1, ok: 1, healthy: 1, champion: 1 },
      unscored: 0,
    });
    expect(people.map((month) => month.people)).toEqual([71, 64, 57, 53]);
    expect(people.at(-1)?.until).toBe(GOLDEN.as_of);
  });

  it('the five lowest scores, and alerts by what they are worth', async () => {
    const { lowest, queue } = await health();
    expect(lowest.map(({ account }) => account.account.accountId)).toEqual([
      'megacorp',
      'globex',
      'tinyco',
      'acme',
      'innovate',
    ]);
    expect(queue.alerts[0]).toMatchObject({ signal: 'at_risk_enter', state: 'open', play: 'resolve_urgent' });
    expect(queue.alerts.map(({ account }) => account.account.accountId).slice(0, 3)).toEqual([
      'megacorp',
      'globex',
      'tinyco',
    ]);
  });
});

describe('a dashboard that was read before', () => {
  it('shows at once that somebody took an alert', async () => {
    await health();
    await acknowledgeEpisodes({ ctx: context(), input: { accountId: 'globex', actor: 'U0DANA' } });
    const taken = (await health()).queue.alerts.find(({ account }) => account.account.accountId === 'globex');
    expect(taken).toMatchObject({ state: 'acknowledged', takenBy: 'Dana' });
  });

  it('shows a new snapshot at once, with an account that came in between', async () => {
    const before = await health();
    const day = GOLDEN.as_of;
    await insertAccount(database.pool, day, { accountId: 'newcomer', customerSince: '2025-06-01' });
    expect((await health()).total).toBe(before.total);
    await snapshotScores({ ctx: context(), input: { day } });
    expect((await health()).total).toBe(before.total + 1);
  });

  it('shows nothing more of an account that was erased', async () => {
    expect((await health()).lowest.some(({ account }) => account.account.accountId === 'megacorp')).toBe(true);
    await forgetAccount({ ctx: context(), input: { accountId: 'megacorp', actor: 'cli:test', erase: true } });
    for (const kind of DASHBOARD_KINDS) expect(JSON.stringify(await show({ kind }))).not.toContain('megacorp');
    expect((await health()).bandDays.at(-1)?.bands.CRITICAL).toBe(0);
  });

  it('lists the first 200 accounts of many and counts them all, unless it is asked for all', async () => {
    const day = GOLDEN.as_of;
    for (let index = 0; index < 210; index += 1) {
      await insertAccount(database.pool, day, { accountId: `many-${index}`, customerSince: '2025-06-01' });
    }
    await snapshotScores({ ctx: context(), input: { day } });
    const { accounts, more, total } = await health();
    expect({ listed: accounts.length, more, total }).toEqual({ listed: 200, more: total - 200, total });
    expect(total).toBeGreaterThan(210);
    expect((await health({ accounts: 'all' })).accounts).toHaveLength(total);
  });
});
