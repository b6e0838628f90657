import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortfolio } from '../../src/app/portfolio/open-portfolio.ts';
import { seatReport } from '../../src/app/seats/seat-report.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import { starredAccountId } from '../../src/domain/priority.ts';
import { byExposure } from '../../src/domain/ranking.ts';
import { reportingMrr } from '../../src/domain/reporting-mrr.ts';
import type { Stake } from '../../src/domain/stake.ts';
import { seatTotals } from '../../src/domain/totals.ts';
import type { StakeFilter } from '../../src/store/snapshots.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { GOLDEN, insertAccount, insertRecipePortfolio } from '../support/portfolio.ts';

const CURRENCY = 'USD';
let database: TestDatabase;
const context = () => testContext(database.pool);

beforeAll(async () => {
  database = await cloneDatabase();
  const { pool } = database;
  await insertRecipePortfolio(pool, GOLDEN.as_of);
  const base = { customerSince: '2025-01-01', activity: new Map([[3, [[0, 5]] as const]]) };
  const at = new Date('2025-01-01T12:00:00Z');
  const seats = { movements: [{ at, delta: 30 }] };
  await insertAccount(pool, GOLDEN.as_of, { ...base, accountId: 'free', excludedReason: 'free' });
  await insertAccount(pool, GOLDEN.as_of, {
    ...base,
    accountId: 'no-rate',
    ...seats,
    states: [{ at, currency: 'CHF', mrrMinor: 100_000, cancelling: true }],
  });
  await insertAccount(pool, GOLDEN.as_of, { ...base, accountId: 'no-seats' });
  // The second revision of a day counts, not both.
  await snapshotScores({ ctx: context(), input: {} });
  await pool.query(`update accounts set renews_on = '2026-02-01' where external_id = 'acme'`);
  await snapshotScores({ ctx: context(), input: {} });
});
afterAll(() => database.close());

/** What a stake says, from the whole assessment. */
function stakeOf({ facts, seats, health }: Assessment): Stake {
  return {
    facts: {
      account_id: facts.account_id,
      currency: facts.currency,
      mrr_minor: facts.mrr_minor,
      mrr_reporting_minor: reportingMrr(facts, CURRENCY),
      paid_seats: facts.paid_seats,
      excluded: facts.excluded ?? null,
      days_to_renewal: facts.days_to_renewal ?? null,
      cancel_at_period_end: facts.cancel_at_period_end === true,
    },
    seats: {
      bucket: seats.bucket,
      unusedSeats: seats.unusedSeats,
      expansion: seats.expansion,
      quarterChange: seats.quarterChange,
    },
    health: { band: health.band, scoreTenths: health.scoreTenths },
  };
}

const byId = (stakes: readonly Stake[]) =>
  [...stakes].sort((a, b) => (a.facts.account_id < b.facts.account_id ? -1 : 1));

describe('stakes of a snapshot day', () => {
  it.each<[string, StakeFilter, number]>([
    ['everybody', {}, 8],
    ['an owner', { ownerEmail: 'DANA@example.com' }, 2],
    ['an owner in Slack', { ownerSlackUserId: 'U0DANA' }, 2],
    ['a plan', { plan: 'PRO' }, 2],
    ['bands', { bands: ['CRITICAL', 'WARN'] }, 2],
    ['buckets', { buckets: ['at_risk', 'expansion'] }, 3],
  ])('say of %s what the assessments say', async (_, filter, least) => {
    const portfolio = await openPortfolio(context());
    const standings = await portfolio.standings(filter);
    const stakes = await portfolio.stakes(filter);
    expect(byId(stakes)).toEqual(byId(standings.map(({ assessment }) => stakeOf(assessment))));
    expect(stakes.length).toBeGreaterThanOrEqual(least);
  });

  it('come to the same totals, order and star', async () => {
    const portfolio = await openPortfolio(context());
    const assessments = (await portfolio.standings()).map(({ assessment }) => assessment);
    const stakes = await portfolio.stakes();
    const ids = (list: readonly Stake[]) => byExposure(list, CURRENCY).map(({ facts }) => facts.account_id);
    expect(seatTotals(byId(stakes), CURRENCY)).toEqual(
      seatTotals(
        assessments.sort((a, b) => (a.facts.account_id < b.facts.account_id ? -1 : 1)),
        CURRENCY,
      ),
    );
    expect(ids(stakes)).toEqual(ids(assessments));
    expect(starredAccountId(stakes, CURRENCY)).toBe(starredAccountId(assessments, CURRENCY));
  });
});

describe('a seat report that lists few accounts', () => {
  it.each([0, 1, 2, 3, 100])('lists the first %i of all sections, with the totals of all', async (most) => {
    const [all, some] = await Promise.all(
      [undefined, most].map((limit) => seatReport({ ctx: context(), input: { filter: {}, most: limit } })),
    );
    const listed = (report: typeof all) =>
      report && [report.atRisk, report.dormant, report.ramping, report.expansion].flat();
    expect(listed(some)).toEqual(listed(all)?.slice(0, most));
    expect(some?.more).toBe(Math.max(0, (listed(all)?.length ?? 0) - most));
    expect([some?.totals, some?.ranked, some?.total]).toEqual([all?.totals, all?.ranked, all?.total]);
    expect([all?.more, (listed(all)?.length ?? 0) > 3]).toEqual([0, true]);
  });
});
