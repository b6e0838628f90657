import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addGrowthPlan } from '../../../src/app/judgements/add-growth-plan.ts';
import { accountSeats } from '../../../src/app/seats/account-seats.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays } from '../../../src/domain/day.ts';
import { loadSeatBalances } from '../../../src/store/account-seats.ts';
import { findAccountById } from '../../../src/store/accounts.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertRecipePortfolio } from '../../support/portfolio.ts';

const DAY = '2026-03-01';
let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, DAY);
  await snapshotScores({ ctx: testContext(database.pool), input: { day: DAY } });
});
afterAll(() => database.close());

const report = (accountId: string) => accountSeats({ ctx: testContext(database.pool), input: { accountId } });

/** A person of the account on a day, by their number. */
async function active(accountId: string, day: string, userNo: number): Promise<void> {
  await database.pool.query(
    `insert into account_day (account_id, day, chunk, events, errors, other_events, last_at, active)
     select account_id, $2, 0, 1, 0, 0, $2::date, set_bit(repeat('0', 256)::bit(256), 255 - $3::int, 1)
     from accounts where external_id = $1
     on conflict (account_id, day, chunk) do update set active = account_day.active | excluded.active`,
    [accountId, day, userNo],
  );
}

describe('people and seats by month', () => {
  it.each([
    ['megacorp', [32, 24, 18, 14], 50],
    ['globex', [12, 11, 9, 8], 25],
    ['tinyco', [1, 1, 1, 1], 5],
    ['acme', [7, 8, 9, 9], 10],
    ['innovate', [19, 20, 20, 21], 25],
  ])('end with the windows that %s was judged by', async (accountId, people, seats) => {
    const { months } = await report(accountId);
    expect(months.slice(-4).map((month) => month.people)).toEqual(people);
    expect(months.at(-1)).toMatchObject({ until: DAY, seats });
    for (const [index, { until }] of months.entries()) {
      expect(until).toBe(addDays(DAY, 30 * (index + 1 - months.length)));
    }
    expect(months.length).toBeLessThanOrEqual(12);
  });

  it('reach back as far as the first activity, counting each person once a month', async () => {
    await database.pool.query(`update accounts set first_event_on = $1 where external_id = 'acme'`, [
      addDays(DAY, -200),
    ]);
    await database.pool.query(
      `delete from account_day where day < $1 and account_id = (select account_id from accounts where external_id = 'acme')`,
      [addDays(DAY, -120)],
    );
    // The month of 180 to 150 days ago: its first and last day are in it, the day before is not.
    await active('acme', addDays(DAY, -180), 1);
    await active('acme', addDays(DAY, -151), 1);
    await active('acme', addDays(DAY, -151), 2);
    await active('acme', addDays(DAY, -181), 3);
    const { months } = await report('acme');
    expect(months.map(({ people }) => people)).toEqual([2, 0, 7, 8, 9, 9]);
  });

  it('have the seats of the ledger at their ends, none before it begins', async () => {
    const { accountNo } = (await findAccountById(database.pool, 'acme')) ?? { accountNo: 0 };
    const move = (delta: number, at: string, key: string) =>
      database.pool.query(
        `insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
           idempotency_key) values ($1, 'si', $2, $3, $4, 'test', $5, $5)`,
        [accountNo, delta > 0 ? 'add' : 'remove', delta, at, key],
      );
    await move(4, `${addDays(DAY, -90)}T00:00:00Z`, 'a');
    await move(-4, `${addDays(DAY, -31)}T23:59:59Z`, 'b');
    const { months } = await report('acme');
    // At local midnight 90 days ago the first line has not taken effect yet.
    expect(months.map(({ seats }) => seats).slice(-4)).toEqual([10, 14, 10, 10]);
    const instants = [new Date('2000-01-01T00:00:00Z'), new Date(`${DAY}T00:00:00Z`)];
    expect(await loadSeatBalances(database.pool, accountNo, instants)).toEqual([null, 10]);
  });
});

describe('the growth plans of the seats report', () => {
  it('are told apart by whether they count today', async () => {
    expect((await report('globex')).growthPlans).toEqual([]);
    const ctx = testContext(database.pool);
    const today = ctx.now().toISOString().slice(0, 10);
    const plan = { accountId: 'globex', target: 20, by: addDays(today, 60), note: 'Second team', actor: 'U0DANA' };
    await addGrowthPlan({ ctx, input: plan });
    const [first] = (await report('globex')).growthPlans;
    expect(first).toMatchObject({ target: 20, note: 'Second team', isInForce: true, ended: null });
    const later = testContext(database.pool, { now: () => new Date(`${addDays(today, 61)}T12:00:00Z`) });
    const [over] = (await accountSeats({ ctx: later, input: { accountId: 'globex' } })).growthPlans;
    expect(over).toMatchObject({ target: 20, isInForce: false });
  });
});
