import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { type TriedRules, tryDefinition } from '../../../src/app/try-definition/try-definition.ts';
import { addDays } from '../../../src/domain/day.ts';
import { BALANCED, type HealthDefinition } from '../../../src/domain/definition.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';

const D = GOLDEN.as_of;
/** Days before D with a snapshot. */
const AGES = [40, 27, 14, 8, 3, 2, 1, 0];
const OURS: HealthDefinition = {
  ...BALANCED,
  id: 'ours',
  version: 2,
  bands: [
    ['CRITICAL', 0],
    ['WARN', 15],
    ['ok', 45],
    ['healthy', 70],
    ['champion', 88],
  ],
};

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
});
afterAll(() => database.close());

const context = () => testContext(database.pool);
const tried = (health: HealthDefinition, days?: number, more: Partial<TriedRules> = {}) => {
  const ctx = context();
  const { utilization, active } = ctx;
  return tryDefinition({ ctx, input: { rules: { health, utilization, active, ...more }, days } });
};
const rowsStored = async (): Promise<unknown[]> =>
  (
    await database.pool.query(
      `select (select count(*)::int from health_snapshots) as a, (select count(*)::int from snapshot_runs) as b,
         (select count(*)::int from definitions) as c`,
    )
  ).rows;

describe('tryDefinition', () => {
  it('says what to do before the first snapshot', async () => {
    await expect(tried(OURS)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('cs-pulse snapshot'),
    });
  });

  it('changes nothing under the rules in force', async () => {
    for (const age of AGES) await snapshotScores({ ctx: context(), input: { day: addDays(D, -age) } });
    const report = await tried(BALANCED);
    expect(report).toMatchObject({
      from: addDays(D, -27),
      to: D,
      days: 7,
      accounts: 5,
      moves: [],
      buckets: [],
      scores: { up: 0, down: 0, same: 5, gained: 0, lost: 0 },
      activeDiffers: false,
    });
    expect(report.rules.now).toEqual(report.rules.tried);
    expect(report.alerts.now).toEqual(report.alerts.tried);
    expect(report.seatsAtRisk.now).toEqual({ minor: 487_500, currency: 'USD', partial: false });
    for (const { now, tried: other } of report.bands) expect(other).toBe(now);
  });

  it('gives on the newest day, under the rules in force, what the snapshot gave', async () => {
    const { bands } = await tried(BALANCED);
    const stored = await database.pool.query(
      'select band_state as band, count(*)::int as n from health_snapshots where day = $1 group by 1',
      [D],
    );
    expect(Object.fromEntries(bands.map(({ band, now }) => [band, now]))).toEqual(
      Object.fromEntries(stored.rows.map(({ band, n }) => [band, n])),
    );
  });

  it('names who would change band, by MRR, with points that add up to the change, and stores nothing', async () => {
    const before = await rowsStored();
    const { moves, bands, rules } = await tried(OURS);
    expect(rules.tried).toMatchObject({ id: 'ours', version: 2 });
    expect(moves.map((move) => [move.accountId, move.now.band, move.tried.band, move.mrr])).toEqual([
      ['megacorp', 'CRITICAL', 'WARN', { minor: 500_000, currency: 'USD' }],
      ['acme', 'healthy', 'champion', { minor: 75_000, currency: 'USD' }],
    ]);
    expect(bands).toContainEqual({ band: 'CRITICAL', now: 1, tried: 0 });
    const heavy = {
      ...BALANCED,
      components: BALANCED.components.map((one) => (one.key === 'nps' ? { ...one, weight: 200 } : one)),
    };
    const other = await tried(heavy);
    expect(other.moves.length).toBeGreaterThan(0);
    for (const { now, tried: then, terms } of other.moves) {
      const sum = terms.reduce((total, { pointsTenths }) => total + pointsTenths, 0);
      expect(sum).toBe((then.scoreTenths ?? 0) - (now.scoreTenths ?? 0));
      expect(terms.length).toBeGreaterThan(0);
    }
    const mrr = other.moves.map((move) => move.mrr.minor);
    expect(mrr).toEqual([...mrr].sort((a, b) => b - a));
    expect(await rowsStored()).toEqual(before);
  });

  it('moves buckets and money with other seat thresholds', async () => {
    const ctx = context();
    const report = await tried(BALANCED, 28, { utilization: { ...ctx.utilization, low: 30 } });
    expect(report.buckets).toEqual([{ from: 'at_risk', to: 'watch', accounts: 1 }]);
    expect(report.seatsAtRisk.tried.minor).toBe(360_000);
    expect(report.rules.now.hash).not.toBe(report.rules.tried.hash);
  });

  it('counts alerts by the rules of episodes, and fewer when a drop must be deeper', async () => {
    const shallow = await tried({ ...BALANCED, drop_points: 1 });
    const usual = await tried(BALANCED);
    const drops = (load: typeof usual.alerts.now): number =>
      load.bySignal.filter(({ signal }) => signal.startsWith('drop_')).reduce((sum, { alerts }) => sum + alerts, 0);
    expect(drops(shallow.alerts.tried)).toBeGreaterThan(drops(usual.alerts.tried));
    expect(shallow.alerts.now).toEqual(usual.alerts.now);
    for (const { alerts } of [shallow, usual]) {
      for (const load of [alerts.now, alerts.tried]) {
        expect(load.bySignal.reduce((sum, one) => sum + one.alerts, 0)).toBe(load.alerts);
        expect(load.perDayTenths).toBe(Math.round((10 * load.alerts) / 6));
      }
    }
  });

  it('holds falling scores on days whose sources looked broken', async () => {
    const before = (await tried({ ...BALANCED, drop_points: 1 })).alerts.tried.alerts;
    await execute(database.pool, `update snapshot_runs set stale_sources = '{activity}'`);
    expect((await tried({ ...BALANCED, drop_points: 1 })).alerts.tried.alerts).toBeLessThan(before);
    await execute(database.pool, `update snapshot_runs set stale_sources = '{}'`);
  });

  it('leaves a person override in force on both sides', async () => {
    const override = { kind: 'value', tenths: 500, reason: 'known better', author: 'U1', expiresOn: '2026-03-09' };
    await execute(
      database.pool,
      `update health_snapshots set health = health || jsonb_build_object('override', $1::jsonb)
       where account_id = (select account_id from accounts where external_id = 'megacorp')`,
      [JSON.stringify({ ...override, withoutTenths: 185 })],
    );
    expect((await tried(OURS)).moves.map(({ accountId }) => accountId)).not.toContain('megacorp');
    await execute(database.pool, `update health_snapshots set health = health - 'override'`);
  });

  it('says that another active-user rule is not shown, and refuses days out of range', async () => {
    const active = { ...context().active, surfaces: ['web'] };
    expect((await tried(BALANCED, 7, { active })).activeDiffers).toBe(true);
    for (const days of [0, 91, 1.5]) {
      await expect(tried(BALANCED, days)).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('days:'),
      });
    }
  });
});
