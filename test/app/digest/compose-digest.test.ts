import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import type { DigestEntry, DigestReport } from '../../../src/app/digest/digest-report.ts';
import { healthList } from '../../../src/app/portfolio/health-list.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays, type Day } from '../../../src/domain/day.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { connectSources, GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';
import { feedHours } from '../../support/volume.ts';

let database: TestDatabase;
const D = GOLDEN.as_of;

/** The morning of a day, with sources that have just been heard of. */
async function morning(day: Day) {
  const now = new Date(`${day}T06:00:00Z`);
  await execute(database.pool, 'delete from source_watermarks');
  await connectSources(database.pool, new Date(now.getTime() - 3_600_000));
  return testContext(database.pool, { now: () => now });
}

const briefly = ({ standing, signal, tags }: DigestEntry) => [standing.account.accountId, signal, ...tags];
const digestOf = async (day: Day): Promise<DigestReport> => composeDigest({ ctx: await morning(day), input: { day } });
const snapshot = async (day: Day) => snapshotScores({ ctx: await morning(day), input: { day } });

/** Copies the snapshots of D to another day, with columns changed for some accounts. */
async function copySnapshot(day: Day, changes: Readonly<Record<string, string>> = {}): Promise<void> {
  await execute(
    database.pool,
    `insert into snapshot_runs select $1, 1, definition_id, definition_version, definition_hash, fleet_factor, accounts,
       watermarks, started_at, finished_at from snapshot_runs where day = $2 order by revision desc limit 1`,
    [day, D],
  );
  await execute(
    database.pool,
    `insert into health_snapshots
     select (jsonb_populate_record(null::health_snapshots, to_jsonb(h) || jsonb_build_object('day', $1::date, 'revision', 1))).*
     from (select distinct on (account_id) * from health_snapshots where day = $2 order by account_id, revision desc) h`,
    [day, D],
  );
  for (const [accountId, set] of Object.entries(changes)) {
    await execute(
      database.pool,
      `update health_snapshots set ${set} where day = $1
       and account_id = (select account_id from account_keys where external_id = $2)`,
      [day, accountId],
    );
  }
}

beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
});
afterAll(() => database.close());
beforeEach(() => execute(database.pool, 'truncate health_snapshots, snapshot_runs'));

describe('healthList', () => {
  it('gives an owner her own accounts, worst first, with the star', async () => {
    await snapshot(D);
    const report = await healthList({ ctx: await morning(D), input: { ownerSlackUserId: 'U0DANA' } });
    expect(report.scope).toBe('mine');
    expect(report.scored.map(({ account }) => account.accountId)).toEqual([
      'megacorp',
      'globex',
      'tinyco',
      'acme',
      'innovate',
    ]);
    expect([report.star, report.more, report.unscored]).toEqual(['megacorp', 0, []]);
  });

  it('gives anybody else the lowest scores and counts the rest', async () => {
    await snapshot(D);
    const report = await healthList({ ctx: await morning(D), input: { ownerSlackUserId: 'U0NOBODY', limit: 2 } });
    expect([report.scope, report.scored.length, report.more]).toEqual(['bottom', 2, 3]);
  });
});

describe('composeDigest', () => {
  it('calls everything notable new in the first digest and adds up the recipe money', async () => {
    await snapshot(D);
    const report = await digestOf(D);
    expect(report.fresh.map(briefly)).toEqual([
      ['megacorp', 'at_risk_enter', 'renewal_red_flag', 'quarter_drop', 'band_down'],
      ['globex', 'at_risk_enter', 'band_down'],
      ['tinyco', 'dormant'],
    ]);
    expect(report.seatsAtRisk).toEqual({ minor: 487_500, currency: 'USD', partial: false });
    expect(report.dormantSeats.minor).toBe(20_000);
    expect(report.expansionMrr.minor).toBe(37_500);
    expect(report.churnExposure).toEqual({ minor: 500_000, currency: 'USD', partial: false, critical: 1 });
    expect(report.expansion.map(({ account }) => account.accountId)).toEqual(['acme']);
    expect([report.open, report.recovered, report.quiet, report.star]).toEqual([[], [], 2, 'megacorp']);
    expect([report.seatsAtRiskChange, report.seatsAtRiskWeek, report.dataProblems]).toEqual([null, null, []]);
  });

  it('answers the same before any snapshot, computed live', async () => {
    const report = await digestOf(D);
    expect(report.stand.live).toBe(true);
    expect(report.seatsAtRisk.minor).toBe(487_500);
    expect(report.fresh).toHaveLength(3);
  });

  it('keeps an unchanged portfolio open or quiet on the next day', async () => {
    await snapshot(D);
    await copySnapshot(addDays(D, -1));
    const report = await digestOf(D);
    expect(report.fresh).toEqual([]);
    expect(report.open.map(briefly)).toEqual([
      ['megacorp', 'at_risk_enter', 'renewal_red_flag', 'quarter_drop', 'band_down'],
      ['globex', 'at_risk_enter', 'band_down'],
    ]);
    expect(report.quiet).toBe(3);
    expect(report.seatsAtRiskChange).toMatchObject({ since: '2026-02-28', minor: 0, entered: [], left: [] });
  });

  it('closes the waterfall over what entered, left and changed', async () => {
    await snapshot(D);
    await copySnapshot(addDays(D, -1), {
      globex: `bucket = 'watch'`,
      megacorp: `exposure_reporting_minor = 350000`,
      acme: `bucket = 'at_risk', exposure_reporting_minor = 60000`,
    });
    const change = (await digestOf(D)).seatsAtRiskChange;
    expect(change?.entered).toMatchObject([{ account: { accountId: 'globex' }, minor: 127_500 }]);
    expect(change?.left).toMatchObject([{ account: { accountId: 'acme' }, minor: -60_000 }]);
    expect([change?.changed, change?.fxMinor, change?.minor]).toEqual([
      { usageMinor: 10_000, seatsMinor: 0, priceMinor: 0 },
      0,
      77_500,
    ]);
  });

  it('compares the total with a week before', async () => {
    await snapshot(D);
    await copySnapshot(addDays(D, -8), { globex: `bucket = 'watch'` });
    expect((await digestOf(D)).seatsAtRiskWeek).toEqual({ since: addDays(D, -8), minor: 127_500 });
  });

  it.each([
    [562, []],
    [563, [['globex', 'drop_24h']]],
  ])('with a base score of %i tenths the day before, 41.2 now', async (before, expected) => {
    await snapshot(D);
    await copySnapshot(addDays(D, -1), { globex: `base_tenths = ${before}` });
    const report = await digestOf(D);
    expect(report.fresh.map(briefly)).toEqual(expected);
    if (expected.length > 0)
      expect(report.fresh[0]).toMatchObject({
        changeTenths: -151,
        changeDays: 1,
        why: { from: { day: addDays(D, -1) }, to: { day: D } },
      });
  });

  it('reports a drop over a week on the day it appears, and not again on the next', async () => {
    await snapshot(D);
    await copySnapshot(addDays(D, -1));
    await copySnapshot(addDays(D, -7), { globex: `base_tenths = 600, score_tenths = 600` });
    expect((await digestOf(D)).fresh.map(briefly)).toEqual([['globex', 'drop_7d']]);
    await copySnapshot(addDays(D, -8), { globex: `base_tenths = 600, score_tenths = 600` });
    expect((await digestOf(D)).fresh).toEqual([]);
  });

  it('takes no drop from scores of other rules', async () => {
    await snapshot(D);
    await copySnapshot(addDays(D, -1), {
      globex: `base_tenths = 900, band_state = 'champion', definition_hash = 'other'`,
    });
    expect((await digestOf(D)).fresh).toEqual([]);
  });

  it('says which accounts recovered and for how long they had been low', async () => {
    await snapshot(D);
    for (const back of [1, 2, 3]) await copySnapshot(addDays(D, -back), { innovate: `band_state = 'WARN'` });
    await copySnapshot(addDays(D, -4));
    const report = await digestOf(D);
    expect(report.recovered.map(briefly)).toEqual([['innovate', 'recovered']]);
    expect(report.recovered[0]?.was).toEqual({ band: 'WARN', days: 3 });
  });

  it('does not repeat an account that was dormant within the quarter', async () => {
    await snapshot(D);
    await copySnapshot(addDays(D, -1), { tinyco: `bucket = 'steady'` });
    expect((await digestOf(D)).fresh.map(briefly)).toEqual([['tinyco', 'dormant']]);
    await copySnapshot(addDays(D, -20));
    expect((await digestOf(D)).fresh).toEqual([]);
  });

  it('looks at Saturday, Sunday and Monday on a Monday and counts money from Friday', async () => {
    const monday = '2026-03-02';
    await snapshot(D);
    await execute(
      database.pool,
      `insert into account_day select account_id, $1::date, 0, 5000, 0, 0, $1::date, 0::bit(256)
      from accounts`,
      [D],
    );
    await copySnapshot(monday);
    await copySnapshot('2026-02-28', { globex: `bucket = 'watch', band_state = 'ok'` });
    await copySnapshot('2026-02-27', { globex: `bucket = 'watch', band_state = 'ok'` });
    const report = await digestOf(monday);
    expect(report.day).toBe(monday);
    expect(report.fresh.map(briefly)).toEqual([['globex', 'at_risk_enter', 'band_down']]);
    expect(report.seatsAtRiskChange).toMatchObject({ since: '2026-02-27', minor: 127_500 });
  });

  it('holds drops while the usage source looks broken, and names the problem', async () => {
    await snapshot(D);
    await copySnapshot(addDays(D, -1), { globex: `base_tenths = 900, band_state = 'champion'` });
    expect((await digestOf(D)).fresh.map(briefly)).toEqual([['globex', 'drop_24h', 'band_down']]);
    const ctx = await morning(D);
    await execute(database.pool, `delete from source_watermarks where kind = 'activity'`);
    const [from, to] = [new Date('2026-01-25T00:00:00Z'), new Date('2026-02-27T10:00:00Z')];
    await feedHours(database.pool, { source: 'test', from, to });
    const report = await composeDigest({ ctx, input: {} });
    expect(report.dataProblems).toEqual([{ source: 'usage', ageMinutes: 44 * 60, stale: true }]);
    expect(report.fresh).toEqual([]);
  });
});
