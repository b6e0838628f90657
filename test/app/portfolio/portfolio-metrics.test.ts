import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { adoptionMetrics } from '../../../src/app/adoption/adoption-metrics.ts';
import { forgetAccount } from '../../../src/app/erasure/forget-account.ts';
import { portfolioMetrics } from '../../../src/app/portfolio/portfolio-metrics.ts';
import { revenueMetrics } from '../../../src/app/revenue/revenue-metrics.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { scoredRecipes } from '../../support/dashboard.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { payingAccount, rate, seatsAdded, statesOf } from '../../support/paid-months.ts';
import { GOLDEN } from '../../support/portfolio.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
  await scoredRecipes(context());
});
afterEach(() => database.close());

const context = (more = {}) => testContext(database.pool, more);
const metrics = (input = {}) => portfolioMetrics({ ctx: context(), input });

/** Somebody who pays in another currency. */
function euroAccount() {
  const states = statesOf([['2025-06-05', 100_000]], { currency: 'EUR' });
  return payingAccount(database.pool, 'inEuros', [], { states });
}

/** What both reports say when each reads by itself. */
async function apart(input = {}) {
  return {
    revenue: await revenueMetrics({ ctx: context(), input }),
    adoption: await adoptionMetrics({ ctx: context() }),
  };
}

describe('revenue and use together', () => {
  it('are what each is by itself, for the usual months and others, with a rate that moved', async () => {
    await euroAccount();
    await rate(database.pool, 'EUR', '2025-01-01', '1.05');
    await rate(database.pool, 'EUR', '2026-02-01', '1.20');
    for (const input of [{}, { from: '2025-11', to: '2026-01' }]) {
      const together = await metrics(input);
      expect(together).toEqual(await apart(input));
      expect(together.revenue.uncounted).toEqual([]);
      expect(together.revenue.months.length).toBe('from' in input ? 3 : 12);
    }
  });

  it('read what accounts paid once, and nothing of it again for the same data', async () => {
    const queries = vi.spyOn(database.pool, 'query');
    const reads = (what: string) => queries.mock.calls.filter(([first]) => JSON.stringify(first).includes(what)).length;
    await metrics();
    const once = [reads('What each account paid'), reads('Use of every account')];
    await metrics();
    expect([...once, reads('What each account paid'), reads('Use of every account')]).toEqual([1, 1, 1, 1]);
    expect(reads('as mark')).toBeGreaterThan(2);
  });

  it('say how old the data is at the moment of each question', async () => {
    await execute(
      database.pool,
      `insert into source_watermarks (source, kind, last_occurred_at, last_received_at, signals)
       values ('http', 'activity', '2026-03-01T05:00:00Z', '2026-03-01T05:00:00Z', 1)`,
    );
    const agesAt = async (now: string) =>
      (await portfolioMetrics({ ctx: context({ now: () => new Date(now) }), input: {} })).revenue.stand.sources[0]
        ?.ageMinutes;
    expect(await agesAt('2026-03-01T06:00:00Z')).toBe(60);
    expect(await agesAt('2026-03-01T07:00:00Z')).toBe(120);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a subscription', () => payingAccount(database.pool, 'newco', [['2026-02-20', 90_000]])],
    ['seats', () => seatsAdded(database.pool, 'acme', [['2026-02-20', 5]])],
    ['a rate', () => rate(database.pool, 'EUR', '2026-01-01', '1.30')],
    [
      'another plan without a word on when',
      () => execute(database.pool, `update accounts set plan = 'Max' where external_id = 'acme'`),
    ],
    [
      'an account that is not counted',
      () => execute(database.pool, `update accounts set excluded_reason = 'internal' where external_id = 'globex'`),
    ],
    ['a snapshot', () => snapshotScores({ ctx: context(), input: { day: GOLDEN.as_of } })],
    [
      'an account that is erased',
      () => forgetAccount({ ctx: context(), input: { accountId: 'megacorp', actor: 'cli:test', erase: true } }),
    ],
  ])('are read again at once after %s', async (_what, change) => {
    await euroAccount();
    await metrics();
    await change();
    const queries = vi.spyOn(database.pool, 'query');
    const after = await metrics();
    expect(queries.mock.calls.some(([first]) => JSON.stringify(first).includes('What each account paid'))).toBe(true);
    expect(after).toEqual(await apart());
  });
});
