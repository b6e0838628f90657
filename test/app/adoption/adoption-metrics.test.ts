import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adoptionMetrics } from '../../../src/app/adoption/adoption-metrics.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { connectSources, type DayActivity, insertAccount } from '../../support/portfolio.ts';

const DAY = '2026-03-01';
const DAY_MS = 86_400_000;
const ago = (days: number): Date => new Date(Date.parse(`${DAY}T12:00:00Z`) - days * DAY_MS);

let database: TestDatabase;
const ctx = () => testContext(database.pool);
const metrics = () => adoptionMetrics({ ctx: ctx() });

/** So many people, each active once in every month of the last `months`. */
function monthly(people: number, months: number): Map<number, DayActivity> {
  const all: DayActivity = Array.from({ length: people }, (_, person): [number, number] => [person, 2 + person]);
  return new Map(Array.from({ length: months }, (_, month) => [5 + 30 * month, all]));
}

// Six accounts of 10 seats bought 100 days ago; one of them bought 4 more 40 days ago, and one has left out its plan.
beforeAll(async () => {
  database = await cloneDatabase();
  const { pool } = database;
  await connectSources(pool, ago(0));
  for (let n = 0; n < 6; n += 1) {
    await insertAccount(pool, DAY, {
      accountId: `a${n}`,
      customerSince: '2025-11-21',
      plan: n === 5 ? null : 'Pro',
      activity: monthly(n + 2, n === 0 ? 7 : 4),
      movements: [{ at: ago(100), delta: 10 }, ...(n === 1 ? [{ at: ago(40), delta: 4 }] : [])],
      states: [{ at: ago(100), currency: 'USD', mrrMinor: 10_000 }],
      tickets:
        n === 2
          ? [
              { openedAt: ago(10), closedAt: ago(8), priority: 'urgent' },
              { openedAt: ago(20) },
              { openedAt: ago(50), closedAt: ago(40) },
            ]
          : [],
    });
  }
  await insertAccount(pool, DAY, {
    accountId: 'silent',
    customerSince: '2025-11-21',
    movements: [{ at: ago(100), delta: 9 }],
  });
});
afterAll(() => database.close());

describe.each(['live', 'from the snapshot'])('the use of seats %s', (origin) => {
  beforeAll(async () => {
    if (origin !== 'live') await snapshotScores({ ctx: ctx(), input: { day: DAY } });
  });

  it('is by cohort over accounts that ever sent an event', async () => {
    const { accounts, cohorts, stand } = await metrics();
    expect(stand.live).toBe(origin === 'live');
    expect(accounts).toBe(6);
    // People 2 to 6 of 10, 14, 10, 10, 10 seats.
    expect(cohorts.plan.shown).toEqual([
      {
        cohort: 'Pro',
        n: 5,
        active: 20,
        paid: 54,
        weightedTenths: 370,
        medianTenths: 400,
        lowerQuartileTenths: 214,
        upperQuartileTenths: 500,
      },
    ]);
    expect(cohorts.plan.hidden).toEqual({ cohorts: 1, accounts: 1 });
    expect(cohorts.month.shown.map(({ cohort, n }) => [cohort, n])).toEqual([['2025-11', 6]]);
    expect(cohorts.size.shown.map(({ cohort, n }) => [cohort, n])).toEqual([['10–49 seats', 6]]);
  });

  it('follows purchases and added seats to their milestones', async () => {
    const { milestones } = await metrics();
    // All six had bought 10 seats 100 days ago: 2 to 7 people in every month; after 60 days the 4 more do not count yet.
    expect(milestones?.purchases.map(({ n, weightedTenths, reached }) => [n, weightedTenths, reached])).toEqual([
      [6, 450, 5],
      [6, 450, 3],
      [6, 422, 1],
    ]);
    expect(milestones?.tranches.map(({ n, weightedTenths }) => [n, weightedTenths])).toEqual([
      [1, 0],
      [0, null],
      [0, null],
    ]);
  });

  it('counts tickets opened in 30 days, and how long those closed in them took', async () => {
    const { support } = await metrics();
    expect(support).toEqual({
      tickets: 2,
      active: 27,
      per100Tenths: 74,
      urgentShareTenths: 500,
      medianFirstReplyMinutes: null,
      medianResolutionMinutes: 2880,
    });
  });
});

describe('automation', () => {
  const automate = () =>
    execute(
      database.pool,
      `update account_day set automated = events where day >= '${DAY}'::date - 30 and day < '${DAY}'`,
      [],
    );

  it('is not known while no event was said to be a program’s', async () => {
    const { automation, seatFit, pilotCandidates } = await metrics();
    expect([automation, seatFit, pilotCandidates]).toEqual([null, null, []]);
  });

  it('is the share of programs, now and 90 days ago', async () => {
    await automate();
    const { automation, pilotCandidates, seatFit } = await metrics();
    expect(automation).toEqual({ shareTenths: 500, shareBeforeTenths: 0 });
    expect(seatFit).toMatchObject({ unknown: 6, medianTenths: null });
    // Four seats were added in the quarter: nobody thinks of another price.
    expect(pilotCandidates).toEqual([]);
  });

  it('makes a segment a candidate for a pilot once its seats and money do not grow', async () => {
    await automate();
    await execute(
      database.pool,
      `insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
         idempotency_key)
       select account_id, 'item', 'remove', -4, $1, 'fixture', 'less', 'less' from accounts where external_id = 'a1'`,
      [ago(1)],
    );
    for (const table of ['health_snapshots', 'snapshot_runs']) await execute(database.pool, `delete from ${table}`, []);
    const shares = { shareTenths: 500, shareBeforeTenths: 0, seatChange: 0 };
    expect((await metrics()).pilotCandidates).toEqual([
      { by: 'plan', segment: 'Pro', n: 5, ...shares },
      { by: 'industry', segment: null, n: 6, ...shares },
      { by: 'size', segment: '10–49 seats', n: 6, ...shares },
    ]);
  });
});

describe('under a rule about named events', () => {
  it('milestones are not counted: the counts of days do not know whom it makes active', async () => {
    const active = { ...ctx().active, rule: { kind: 'login' as const, events: ['login'] } };
    expect((await adoptionMetrics({ ctx: testContext(database.pool, { active }) })).milestones).toBeNull();
  });
});
