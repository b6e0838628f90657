import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountHealth } from '../../../src/app/accounts/account-health.ts';
import type { Context } from '../../../src/app/context.ts';
import { accountJudgements } from '../../../src/app/judgements/account-judgements.ts';
import { type AddGrowthPlanInput, addGrowthPlan } from '../../../src/app/judgements/add-growth-plan.ts';
import { endGrowthPlan } from '../../../src/app/judgements/end-growth-plan.ts';
import { type SetSentimentInput, setSentiment } from '../../../src/app/judgements/set-sentiment.ts';
import { seatReport } from '../../../src/app/seats/seat-report.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays, type Day } from '../../../src/domain/day.ts';
import { isInForce } from '../../../src/domain/judgement.ts';
import { execute } from '../../../src/store/db.ts';
import { loadFacts } from '../../../src/store/facts.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertRecipePortfolio } from '../../support/portfolio.ts';

const D = GOLDEN.as_of;
const later = (days: number): Day => addDays(D, days);

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
});
afterAll(() => database.close());
beforeEach(() =>
  execute(database.pool, 'truncate health_snapshots, snapshot_runs, growth_plans, sentiments, audit_log'),
);

/** Six in the morning of a day. */
const at = (day: Day, time = '06:00'): Context =>
  testContext(database.pool, { now: () => new Date(`${day}T${time}:00Z`) });
const nightly = (day: Day) => snapshotScores({ ctx: at(day), input: {} });

/** tinyco: one person of five seats, flat: dormant without a plan. */
const plan = (day: Day, changes: Partial<AddGrowthPlanInput> = {}) =>
  addGrowthPlan({
    ctx: at(day),
    input: { accountId: 'tinyco', actor: 'U0DANA', target: 4, by: later(3), note: 'Hires in spring', ...changes },
  });
const feel = (day: Day, changes: Partial<SetSentimentInput> = {}, time?: string) =>
  setSentiment({
    ctx: at(day, time),
    input: { accountId: 'acme', actor: 'U0DANA', sentiment: 'concerned', note: 'Went quiet', ...changes },
  });
const reportOf = (day: Day, accountId: string) => accountHealth({ ctx: at(day), input: { accountId } });
const judgementsOf = (day: Day, accountId: string) => accountJudgements({ ctx: at(day), input: { accountId } });
const bucketOn = async (day: Day) => (await reportOf(day, 'tinyco')).standing.assessment.seats.bucket;

async function count(text: string): Promise<number> {
  return (await database.pool.query(`select count(*)::int as n from ${text}`)).rows[0].n;
}

describe('a growth plan', () => {
  it.each([
    ['target', 'of nobody', { target: 0 }, 'from 1 to 1,000,000'],
    ['target', 'in halves', { target: 2.5 }, 'whole number'],
    ['target', 'beyond counting', { target: 1_000_001 }, '1,000,000'],
    ['target', 'that is no number', { target: Number.NaN }, 'whole number'],
    ['by', 'of today', { by: D }, `from ${later(1)} to ${later(730)}`],
    ['by', 'in three years', { by: later(731) }, `${later(730)}`],
    ['by', 'that is no day', { by: '2026-02-31' }, 'is no day'],
    ['note', 'of two lines', { note: 'a\nb' }, 'one line'],
    ['note', 'of 501 characters', { note: 'x'.repeat(501) }, 'shorten it'],
  ])('refuses a %s %s and names the remedy', async (field, _what, changes, remedy) => {
    const attempt = plan(D, changes);
    await expect(attempt).rejects.toMatchObject({ message: expect.stringMatching(new RegExp(`^${field}: `)) });
    await expect(attempt).rejects.toThrow(remedy);
    expect(await count('growth_plans')).toBe(0);
  });

  it('is refused for an unknown account', async () => {
    await expect(plan(D, { accountId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('makes dormant seats ramping at once and hides no number', async () => {
    await nightly(D);
    const before = await reportOf(D, 'tinyco');
    expect(before.standing.assessment.seats.bucket).toBe('dormant');
    expect(await plan(D)).toEqual({ state: 'changed', shown: true });
    const { standing, judgements } = await reportOf(D, 'tinyco');
    const { seats } = standing.assessment;
    expect(seats).toEqual({ ...before.standing.assessment.seats, bucket: 'ramping', flags: [] });
    expect(standing.assessment.facts).toEqual({ ...before.standing.assessment.facts, growth_plan_active: true });
    expect(judgements.growthPlan).toMatchObject({ target: 4, by: later(3), note: 'Hires in spring' });
    const report = await seatReport({ ctx: at(D), input: { filter: {} } });
    expect(report.ramping.map(({ account }) => account.accountId)).toEqual(['tinyco']);
    expect([report.dormant, report.totals.ramping.minor]).toEqual([[], 20_000]);
  });

  it('does not hide a fall: megacorp stays at risk', async () => {
    await nightly(D);
    await plan(D, { accountId: 'megacorp', target: 50 });
    expect((await reportOf(D, 'megacorp')).standing.assessment.seats.bucket).toBe('at_risk');
  });

  it('counts up to its date and no longer, and the past is scored again the same', async () => {
    await nightly(later(-1));
    await nightly(D);
    await plan(D);
    for (const ahead of [1, 2, 3, 4]) await nightly(later(ahead));
    const { rows } = await database.pool.query(
      `select distinct on (day) bucket from health_snapshots
       where account_id = (select account_id from account_keys where external_id = 'tinyco') order by day, revision desc`,
    );
    expect(rows.map(({ bucket }) => bucket)).toEqual([
      'dormant',
      ...Array.from({ length: 4 }, () => 'ramping'),
      'dormant',
    ]);
    expect((await judgementsOf(later(4), 'tinyco')).growthPlan).toBeNull();
    for (let day = later(-1); day <= later(4); day = addDays(day, 1)) {
      const outcome = await snapshotScores({ ctx: at(later(4)), input: { day, rebuild: true } });
      expect([day, outcome.state]).toEqual([day, 'unchanged']);
    }
  });

  it('ended early leaves the day before as it was; said again or ended again it changes nothing', async () => {
    await nightly(D);
    await plan(D);
    expect((await plan(D)).state).toBe('unchanged');
    await nightly(later(1));
    const end = () => endGrowthPlan({ ctx: at(later(1)), input: { accountId: 'tinyco', actor: 'U0LEE' } });
    expect(await end()).toEqual({ state: 'changed', shown: true });
    expect((await end()).state).toBe('unchanged');
    expect(await bucketOn(later(1))).toBe('dormant');
    expect(await snapshotScores({ ctx: at(later(1)), input: { day: D, rebuild: true } })).toMatchObject({ changed: 0 });
    const { growthPlans } = await judgementsOf(later(1), 'tinyco');
    expect(growthPlans).toMatchObject([{ ended: { on: later(1), by: { id: 'U0LEE', name: null } } }]);
    expect(await count(`audit_log where action in ('growth_plan_added', 'growth_plan_ended')`)).toBe(2);
  });

  it('counts in the facts on the days that the rule names, whatever was made and ended when', async () => {
    const made = [
      { startsOn: later(-9), lastOn: later(-5), endedOn: null },
      { startsOn: later(-3), lastOn: later(9), endedOn: later(-1) },
      { startsOn: later(1), lastOn: later(2), endedOn: later(1) },
      { startsOn: later(4), lastOn: later(6), endedOn: later(20) },
    ];
    for (const { startsOn, lastOn, endedOn } of made) {
      await execute(
        database.pool,
        `insert into growth_plans (account_id, target_people, by_on, author, created_at, starts_on, ended_at, ended_on,
           ended_by)
         select account_id, 9, $2::date, 'x', $1::date, $1::date, $3::date, $3::date, case when $3::date is null then null else 'x' end
         from account_keys where external_id = 'acme'`,
        [startsOn, lastOn, endedOn],
      );
    }
    const seen: Day[] = [];
    for (let day = later(-12); day <= later(12); day = addDays(day, 1)) {
      const known = await loadFacts(database.pool, { day, timeZone: 'UTC', reportingCurrency: 'USD' });
      const active = known.filter(({ facts }) => facts.growth_plan_active === true);
      const counts = made.some((one) => isInForce(one, day));
      expect([day, active.map(({ facts }) => facts.account_id)]).toEqual([day, counts ? ['acme'] : []]);
      if (counts) seen.push(day);
    }
    expect(seen).toHaveLength(5 + 2 + 0 + 3);
  });
});

describe('a sentiment', () => {
  it.each([
    ['sentiment', { sentiment: 'angry' as 'good' }, 'good, neutral, concerned'],
    ['note', { note: 'a\u0007b' }, 'control character'],
    ['note', { note: 'x'.repeat(501) }, 'shorten it'],
  ])('refuses a wrong %s and names the remedy', async (field, changes, remedy) => {
    const attempt = feel(D, changes);
    await expect(attempt).rejects.toMatchObject({ message: expect.stringMatching(new RegExp(`^${field}: `)) });
    await expect(attempt).rejects.toThrow(remedy);
    expect(await count('sentiments')).toBe(0);
  });

  it('is kept with its author and day, apart from the score', async () => {
    await nightly(D);
    const before = await reportOf(D, 'acme');
    expect(before.judgements.sentiment).toBeNull();
    await feel(D);
    const { judgements, ...rest } = await reportOf(D, 'acme');
    expect(judgements.sentiment).toEqual({
      sentiment: 'concerned',
      note: 'Went quiet',
      author: { id: 'U0DANA', name: 'Dana' },
      on: D,
    });
    expect(rest).toEqual({ ...before, judgements: undefined });
    expect(await count('health_snapshots where revision > 1')).toBe(0);
    expect(await nightly(D)).toMatchObject({ state: 'unchanged' });
  });

  it('said again on the day changes nothing, and on a later day says that it still holds', async () => {
    expect((await feel(D)).state).toBe('changed');
    const both = await Promise.all([feel(D, {}, '23:59'), feel(D, { note: ' Went quiet ' })]);
    expect(both.map(({ state }) => state)).toEqual(['unchanged', 'unchanged']);
    expect((await feel(later(1), {}, '00:00')).state).toBe('changed');
    await feel(later(1), { sentiment: 'good', note: ' ', actor: 'U0LEE' });
    const { sentiment, sentiments } = await judgementsOf(later(30), 'acme');
    expect(sentiment).toMatchObject({ sentiment: 'good', note: null, author: { id: 'U0LEE', name: null } });
    expect(sentiments.map(({ on, ...felt }) => [felt.sentiment, on])).toEqual([
      ['good', later(1)],
      ['concerned', later(1)],
      ['concerned', D],
    ]);
    expect(await count(`audit_log where action = 'sentiment_set'`)).toBe(3);
  });

  it('is refused for an unknown account, and so are questions about one', async () => {
    await expect(feel(D, { accountId: 'nobody' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(judgementsOf(D, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
  });
});
