import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import { ownDigests } from '../../../src/app/digest/own-digests.ts';
import { setPreferences } from '../../../src/app/preferences/set-preferences.ts';
import { composeRollup } from '../../../src/app/rollup/compose-rollup.ts';
import { portfolioMovers } from '../../../src/app/rollup/portfolio-movers.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays, type Day } from '../../../src/domain/day.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';

const D = GOLDEN.as_of;
let database: TestDatabase;

/** Copies the snapshots of D to an earlier day, with columns changed for some accounts. */
async function copySnapshot(day: Day, hash: string | null, changes: Readonly<Record<string, string>>): Promise<void> {
  await execute(
    database.pool,
    `insert into snapshot_runs select $1, 1, definition_id, definition_version, coalesce($3, definition_hash),
       fleet_factor, accounts, watermarks, started_at, finished_at from snapshot_runs where day = $2`,
    [day, D, hash],
  );
  await execute(
    database.pool,
    `insert into health_snapshots select (jsonb_populate_record(null::health_snapshots,
       to_jsonb(h) || jsonb_build_object('day', $1::date))).* from health_snapshots h where day = $2`,
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

const ctx = () => testContext(database.pool);

beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
  await snapshotScores({ ctx: ctx(), input: { day: D } });
  await copySnapshot(addDays(D, -2), 'other', {});
  await copySnapshot(addDays(D, -7), 'other', {});
  await execute(
    database.pool,
    `update health_snapshots set definition_hash = (select definition_hash
    from snapshot_runs where day = $1) where day = $2`,
    [D, addDays(D, -7)],
  );
  await execute(
    database.pool,
    `update health_snapshots h set (score_tenths, band_state, health, facts) = (
       select score_tenths, band_state, health, facts from health_snapshots acme where acme.day = h.day
       and acme.account_id = (select account_id from account_keys where external_id = 'acme'))
     where day = $1 and account_id = (select account_id from account_keys where external_id = 'megacorp')`,
    [addDays(D, -7)],
  );
  await copySnapshot(addDays(D, -28), null, {
    globex: `bucket = 'watch'`,
    acme: `band_state = 'CRITICAL', mrr_reporting_minor = 70000`,
  });
  await execute(
    database.pool,
    `insert into episodes (account_id, signal, opened_on, state, origin, news, level, said_level, said_on)
     select account_id, 'at_risk_enter', $1, 'open', 'customer', true, '{}', '{}', $1 from accounts
     where external_id = 'globex'`,
    [addDays(D, -3)],
  );
  await execute(
    database.pool,
    `insert into episode_log (account_id, signal, opened_on, day, at, kind, actor, news)
     select account_id, v.signal, $1::date, v.day::date, now(), v.kind, 'job', v.news from accounts,
       (values ('at_risk_enter', '2026-02-26', 'opened', true), ('at_risk_enter', '2026-02-27', 'acknowledged', true),
         ('expansion', '2026-02-26', 'opened', true), ('drop_7d', '2026-02-26', 'opened', false),
         ('dormant', '2026-02-22', 'opened', true)) as v (signal, day, kind, news)
     where external_id = 'globex'`,
    [addDays(D, -3)],
  );
});
afterAll(() => database.close());

describe('the rollup', () => {
  it('takes money at risk against a week and four weeks before, in parts that add up', async () => {
    const report = await composeRollup({ ctx: ctx(), input: { day: D } });
    expect(report.seatsAtRisk).toEqual({ minor: 487_500, currency: 'USD', partial: false });
    expect(report.seatsAtRiskWeek).toMatchObject({ since: addDays(D, -7), minor: 0 });
    expect(report.seatsAtRiskMonth).toMatchObject({ since: addDays(D, -28), minor: 127_500 });
    expect(report.churnExposure.minor).toBe(500_000);
    expect(report.churnWeek).toEqual({
      since: addDays(D, -7),
      minor: 500_000,
      enteredMinor: 500_000,
      leftMinor: 0,
      changedMinor: 0,
    });
    expect(report.churnMonth).toMatchObject({ minor: -70_000, enteredMinor: 0, leftMinor: -70_000, changedMinor: 0 });
  });

  it('counts bands, their moves, alerts without offers, and changes of the rules', async () => {
    const report = await composeRollup({ ctx: ctx(), input: { day: D } });
    expect(report.bands.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(5);
    expect(report.bandMoves).toEqual([{ from: 'healthy', to: 'CRITICAL', accounts: 1 }]);
    expect(report.alerts).toEqual({ sent: 1, acknowledged: 1, snoozed: 0, recovered: 0 });
    expect(report.rules).toEqual([{ day: D, from: 'balanced@1', to: 'balanced@1' }]);
    expect(report.filter).toBeUndefined();
  });

  it('is about the accounts that its filter chooses, on both days', async () => {
    const filter = { owner: 'nobody@example.com' };
    const report = await composeRollup({ ctx: ctx(), input: { day: D, filter } });
    expect([report.seatsAtRisk.minor, report.seatsAtRiskMonth?.minor, report.churnMonth?.minor]).toEqual([0, 0, 0]);
    expect([report.alerts.sent, report.renewals.renewals, report.filter]).toEqual([0, [], filter]);
  });
});

describe('movers and renewals', () => {
  it('compare scores of one definition, largest fall first', async () => {
    const { compared, down, since, up } = await portfolioMovers({ ctx: ctx() });
    expect([since, compared, up]).toEqual([addDays(D, -7), 5, []]);
    expect(
      down.map(({ changeTenths, standing, wasBand }) => [standing.account.accountId, changeTenths, wasBand]),
    ).toEqual([['megacorp', -695, 'healthy']]);
  });

  it('say what moved the score, in parts that add up to the change', async () => {
    const { down, since } = await portfolioMovers({ ctx: ctx() });
    const [why] = down.map((mover) => mover.why);
    expect(why?.from?.day).toBe(since);
    expect(why?.terms.reduce((sum, { pointsTenths }) => sum + pointsTenths, 0)).toBe(-695);
    expect(why?.terms.map(({ key }) => key)).toContain('trend');
  });

  it('list the renewals of 90 days, earliest first, by band', async () => {
    const { bands, renewals } = (await composeRollup({ ctx: ctx(), input: { day: D } })).renewals;
    expect(renewals.map(({ account }) => account.accountId)).toEqual(['megacorp']);
    expect(bands).toEqual([
      { band: 'CRITICAL', accounts: 1, mrr: { minor: 500_000, currency: 'USD', partial: false } },
    ]);
  });
});

describe('a digest about some accounts', () => {
  const ids = async (filter: Parameters<typeof composeDigest>[0]['input']['filter']) => {
    const { fresh, open, expansion } = await composeDigest({ ctx: ctx(), input: { day: D, filter } });
    return {
      lines: [...fresh, ...open].map(({ standing }) => standing.account.accountId).sort(),
      offers: expansion.map(({ account }) => account.accountId),
    };
  };

  it('has the lines and sums of those alone', async () => {
    const all = await ids(undefined);
    expect(all.lines).toContain('megacorp');
    expect(await ids({ plan: 'pro' })).toEqual(all);
    expect(await ids({ owner: 'DANA@example.com' })).toEqual(all);
    expect(await ids({ owner: 'U0DANA' })).toEqual(all);
    expect(await ids({ plan: 'Enterprise' })).toEqual({ lines: [], offers: [] });
    expect((await ids({ renewsWithinDays: 90 })).lines).toEqual(['megacorp']);
    expect(await ids({ bands: ['CRITICAL'] })).toEqual({ lines: ['megacorp'], offers: [] });
    const some = await composeDigest({ ctx: ctx(), input: { day: D, filter: { renewsWithinDays: 90 } } });
    expect(some.seatsAtRisk.minor).toBe(360_000);
    expect(some.seatsAtRiskChange?.minor).toBe(0);
  });

  it('goes to whoever wants it, with their own accounts alone', async () => {
    expect(await ownDigests({ ctx: ctx(), input: { day: D } })).toEqual([]);
    for (const slackUserId of ['U0DANA', 'U0NOBODY']) {
      await setPreferences({ ctx: ctx(), input: { slackUserId, dmDigest: true } });
    }
    await execute(database.pool, `update accounts set owner_email = null where external_id = 'globex'`);
    const [dana, nobody] = await ownDigests({ ctx: ctx(), input: { day: D } });
    expect([dana?.slackUserId, nobody]).toEqual(['U0DANA', { slackUserId: 'U0NOBODY', timeZone: null, report: null }]);
    const said = JSON.stringify(dana?.report);
    expect(said).toContain('megacorp');
    expect(said).not.toContain('globex');
    expect(dana?.report?.seatsAtRisk.minor).toBe(360_000);
  });
});
