import { afterAll, beforeAll, expect, it } from 'vitest';
import { revenueHistory } from '../../../src/app/revenue/revenue-history.ts';
import { revenueMetrics } from '../../../src/app/revenue/revenue-metrics.ts';
import { addMonths, firstDayOf } from '../../../src/domain/month.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { fc } from '../../support/fc.ts';
import { type FixtureState, insertAccount } from '../../support/portfolio.ts';

const MONTHS = Array.from({ length: 12 }, (_, index) => firstDayOf(addMonths('2025-03', index)));
const DAYS = [...MONTHS, '2026-03-01'];

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

/** Instants at and around midnights and in between, so that equal ones and edges are met. */
const instant = fc
  .tuple(fc.constantFrom(...DAYS), fc.constantFrom(-1, 0, 1, 86_400_000, 500_000_000))
  .map(([day, off]) => new Date(Date.parse(`${day}T00:00:00Z`) + off));
const state = fc.record({
  at: instant,
  subscription: fc.constantFrom('a', 'b'),
  status: fc.constantFrom('active', 'active', 'past_due', 'canceled', 'trialing', 'unpaid'),
  money: fc.oneof(
    { weight: 5, arbitrary: fc.record({ mrrMinor: fc.constantFrom(0, 100, 250, 900), currency: fc.constant('USD') }) },
    { weight: 1, arbitrary: fc.constant({ mrrMinor: null, currency: null }) },
    { weight: 1, arbitrary: fc.constant({ mrrMinor: null, currency: 'USD', mrrUnknown: true }) },
  ),
});
const history = fc
  .array(state, { maxLength: 12 })
  .map((states) =>
    states.map(({ money, ...one }, index): FixtureState => ({ ...one, ...money, id: `s${10 + index}` })),
  );

/** By the letter: of each subscription the newest state before the midnight, and the last that spoke of money. */
function replay(states: readonly FixtureState[], day: string): number | 'unknown_mrr' {
  let sum = 0;
  for (const subscription of ['a', 'b']) {
    const before = states
      .filter((one) => one.subscription === subscription && one.at.getTime() < Date.parse(`${day}T00:00:00Z`))
      .sort((x, y) => x.at.getTime() - y.at.getTime() || ((x.id ?? '') < (y.id ?? '') ? -1 : 1));
    const status = before.at(-1)?.status;
    if (status !== 'active' && status !== 'past_due') continue;
    const said = before.filter((one) => one.mrrMinor !== null || one.mrrUnknown === true).at(-1);
    if (said?.mrrMinor == null) return 'unknown_mrr';
    sum += said.mrrMinor;
  }
  return sum;
}

it('reads the level of every midnight as a replay by the letter does, and closes every month', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(history, { minLength: 1, maxLength: 4 }), async (histories) => {
      await database.pool.query('truncate subscription_states, accounts, account_keys cascade');
      const byId = new Map(histories.map((states, index) => [`account-${index}`, states]));
      for (const [accountId, states] of byId) {
        await insertAccount(database.pool, '2026-03-01', { accountId, customerSince: '2024-01-01', states });
      }
      const ctx = testContext(database.pool);
      for (const account of await revenueHistory(ctx, DAYS)) {
        const states = byId.get(account.accountId) ?? [];
        expect(DAYS.map((day) => account.at(day))).toEqual(DAYS.map((day) => replay(states, day)));
      }
      const { months, opening } = await revenueMetrics({ ctx, input: {} });
      let known = opening.mrr.minor;
      for (const { changeMinor, closing } of months) {
        expect(closing.mrr.minor - known).toBe(changeMinor);
        known = closing.mrr.minor;
      }
    }),
    { numRuns: 25 },
  );
});
