import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountSeats } from '../../../src/app/seats/account-seats.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { accountSeatsMessage } from '../../../src/slack/messages/account-seats.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertRecipePortfolio } from '../../support/portfolio.ts';

const ITEM = {
  item: 'si_1',
  seats: 10,
  unit_amount: '7500',
  interval: 'month',
  interval_count: 1,
  period_start: '2026-02-14T06:00:00Z',
  period_end: '2026-03-16T06:00:00Z',
};
let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, '2026-03-01');
  await snapshotScores({ ctx: testContext(database.pool), input: { day: '2026-03-01' } });
});
beforeEach(() => database.pool.query(`delete from subscription_states where source = 'stripe'`));
afterAll(() => database.close());

interface State {
  readonly items?: readonly object[];
  readonly status?: string;
  readonly cancels?: boolean;
  readonly account?: string;
  readonly at?: string;
}

async function bill({ account = 'acme', at = '2026-02-14T06:00:00Z', ...state }: State): Promise<void> {
  await database.pool.query(
    `insert into subscription_states (account_id, source, subscription_id, effective_at, precedence, state_id, status,
       currency, cancel_at_period_end, items)
     select account_id, 'stripe', 'sub_1', $2, 1, 'evt_1', $3, 'USD', $4, $5 from accounts where external_id = $1`,
    [account, at, state.status ?? 'active', state.cancels ?? false, JSON.stringify(state.items ?? [ITEM])],
  );
}

const costOf = async (accountId: string) =>
  (await accountSeats({ ctx: testContext(database.pool), input: { accountId } })).expansionCost;

describe('what the proposed seats cost now', () => {
  it('is five seats at $75 for half of the period, as an estimate until its end', async () => {
    await bill({});
    expect(await costOf('acme')).toEqual({ seats: 5, amount: { minor: 18_750, currency: 'USD' }, until: '2026-03-16' });
    const report = await accountSeats({ ctx: testContext(database.pool), input: { accountId: 'acme' } });
    const line =
      "+5 seats now ≈ $187.50 until 16 Mar (estimate before discounts and tax; your billing system's preview decides)";
    expect(accountSeatsMessage(report, { money: true }).text).toContain(line);
    expect(accountSeatsMessage(report, { money: false }).text).not.toMatch(/187|seats now/);
  });

  it('follows the newest state of the subscription', async () => {
    await bill({ items: [{ ...ITEM, unit_amount: '9900' }], at: '2026-02-01T00:00:00Z' });
    await bill({});
    expect((await costOf('acme'))?.amount.minor).toBe(18_750);
  });

  it.each<[string, State]>([
    ['billing has said nothing', { account: 'globex' }],
    ['the price is in tiers', { items: [{ ...ITEM, unit_amount: null }] }],
    ['the price is for use, not per seat', { items: [{ ...ITEM, seats: null }] }],
    ['the period is not known', { items: [{ ...ITEM, period_start: undefined, period_end: undefined }] }],
    ['the period is over', { items: [{ ...ITEM, period_end: '2026-02-28T00:00:00Z' }] }],
    ['there are two prices', { items: [ITEM, { ...ITEM, item: 'si_2' }] }],
    ['the subscription ends', { cancels: true }],
    ['the subscription is over', { status: 'canceled' }],
    ['the state is still to come', { at: '2026-03-02T00:00:00Z' }],
  ])('is not said where %s', async (_why, state) => {
    await bill(state);
    expect(await costOf('acme')).toBeNull();
  });

  it('is not said where no seats are proposed', async () => {
    await bill({ account: 'megacorp' });
    expect(await costOf('megacorp')).toBeNull();
  });
});
