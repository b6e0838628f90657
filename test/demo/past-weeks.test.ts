import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/context.ts';
import { composeDigest } from '../../src/app/digest/compose-digest.ts';
import type { DigestEntry, DigestReport } from '../../src/app/digest/digest-report.ts';
import { updateEpisodes } from '../../src/app/episodes/update-episodes.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { livePastWeeks } from '../../src/cli/demo/past-weeks.ts';
import { type DemoPortfolio, demoPortfolio, storyAccountId } from '../../src/demo/portfolio.ts';
import { teamActs } from '../../src/demo/team-acts.ts';
import * as troubled from '../../src/demo/troubled-stories.ts';
import type { Day } from '../../src/domain/day.ts';
import { instantOfLocalTime } from '../../src/lib/local-time.ts';
import type { TestDatabase } from '../support/database.ts';
import { type DemoDatabase, openDemoDatabase } from './demo-database.ts';

const ZONE = 'Europe/Berlin';
const PAID = storyAccountId(troubled.paidAgain, 0);
const TOLD_YESTERDAY = storyAccountId(troubled.cancelling, 0);

/** Accounts with acts, one with good news of today, one with bad news, and those that are busy on weekends. */
function slice(today: Day): DemoPortfolio {
  const whole = demoPortfolio({ today, timeZone: ZONE });
  const told = new Set([PAID, TOLD_YESTERDAY, ...teamActs(whole).map(({ accountId }) => accountId)]);
  const busy = whole.accounts.slice(65, 70).map(({ accountId }) => accountId);
  return {
    ...whole,
    accounts: whole.accounts.filter(({ accountId }) => told.has(accountId) || busy.includes(accountId)),
  };
}

// A Saturday, and a Tuesday soon after the clocks changed.
describe.each<Day>(['2026-11-21', '2026-03-31'])('the past weeks of the demo, seen on %s', (today) => {
  const portfolio = slice(today);
  const now = instantOfLocalTime(today, '14:00', ZONE);
  const find = (entries: readonly DigestEntry[], accountId: string) =>
    entries.find(({ standing }) => standing.account.accountId === accountId);
  const actOf = (kind: string): string => teamActs(portfolio).find(({ act }) => act.kind === kind)?.accountId ?? '';
  let database: TestDatabase;
  let demoDatabase: DemoDatabase;
  let ctx: Context;
  let digest: DigestReport;

  beforeAll(async () => {
    demoDatabase = await openDemoDatabase(now, ZONE);
    ({ ctx, database } = demoDatabase);
    await demoDatabase.load(portfolio);
    await livePastWeeks(ctx, portfolio, () => undefined);
    await snapshotScores({ ctx, input: { day: today } });
    await updateEpisodes({ ctx, input: { day: today } });
    digest = await composeDigest({ ctx, input: { day: today } });
  }, 240_000);

  afterAll(async () => {
    await demoDatabase?.close();
  });

  it('have bad news of today, and good news', () => {
    expect(find(digest.fresh, TOLD_YESTERDAY)).toBeDefined();
    expect(find(digest.recovered, PAID)).toBeDefined();
  });

  it('left one alert taken and two asleep', () => {
    expect(find(digest.open, actOf('acknowledge'))?.state).toBe('acknowledged');
    expect(digest.snoozed).toBe(2);
  });

  it('hold a plan, an override and what people feel, each on the day of the act and by its owner', async () => {
    const { rows } = await database.pool.query(
      `select 'plan' as kind, starts_on::text as on, author from growth_plans
       union all select 'override', starts_on::text, author from score_overrides
       union all select 'sentiment', (created_at at time zone $1)::date::text, author from sentiments
       order by 2, 1`,
      [ZONE],
    );
    const wanted = teamActs(portfolio)
      .filter(({ act }) => ['plan', 'override', 'sentiment'].includes(act.kind))
      .map(({ act, on, actor }) => ({ kind: act.kind, on, author: actor }));
    expect(rows).toEqual(wanted);
  });

  it('have no day on which usage looked broken', async () => {
    const { rows } = await database.pool.query('select day::text from snapshot_runs where stale_sources <> $1', ['{}']);
    expect(rows).toEqual([]);
    expect(digest.notices).toEqual([]);
  });
});
