import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renewalTalk } from '../../../src/app/renewals/renewal-talk.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { renewalTalkMessage } from '../../../src/slack/messages/renewal-talk.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { insertRecipePortfolio } from '../../support/portfolio.ts';

const ITEM = {
  item: 'si_1',
  seats: 50,
  unit_amount: '10000',
  interval: 'month',
  interval_count: 1,
  period_start: '2026-02-14T06:00:00Z',
  period_end: '2026-03-16T06:00:00Z',
};
let database: TestDatabase;
const ctx = () => testContext(database.pool);
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, '2026-03-01');
  await snapshotScores({ ctx: ctx(), input: { day: '2026-03-01' } });
  await database.pool.query(
    `update account_users set department = case when user_no < 10 then 'Platform' else 'Sales' end
     where account_id = (select account_id from accounts where external_id = 'megacorp')`,
  );
});
beforeEach(() => bill([ITEM]));
afterAll(() => database.close());

/** What billing says of megacorp's only subscription, whose MRR is $5,000. */
async function bill(items: readonly object[]): Promise<void> {
  await database.pool.query(
    `update subscription_states set items = $1
     where account_id = (select account_id from accounts where external_id = 'megacorp')`,
    [JSON.stringify(items)],
  );
}

const talkOf = (seats?: number, amounts = true, accountId = 'megacorp') =>
  renewalTalk({ ctx: ctx(), input: { accountId, seats, amounts } });

describe('the bills of a renewal', () => {
  it('are today’s, the right size’s and that of the number they named', async () => {
    const { billing, days } = await talkOf(15);
    expect(days).toBe(62);
    if (billing.kind !== 'known') throw new Error(billing.kind);
    const { bills } = billing;
    expect([bills.seats, bills.now, bills.periodEndsOn]).toEqual([
      50,
      { monthMinor: 500_000, yearMinor: 6_000_000 },
      '2026-03-16',
    ]);
    expect(bills.options).toEqual([
      // Half of the period is left: 35 and 32 seats at $100.
      {
        key: 'asked',
        seats: 15,
        withoutSeat: 0,
        monthMinor: 150_000,
        yearMinor: 1_800_000,
        monthChangeMinor: -350_000,
        nowMinor: -175_000,
      },
      {
        key: 'right_size',
        seats: 18,
        withoutSeat: 0,
        monthMinor: 180_000,
        yearMinor: 2_160_000,
        monthChangeMinor: -320_000,
        nowMinor: -160_000,
      },
    ]);
  });

  it.each<[string, readonly object[]]>([
    ['no_seats', []],
    ['several_prices', [ITEM, { ...ITEM, item: 'si_2' }]],
    ['price_not_stated', [{ ...ITEM, unit_amount: null }]],
    ['other_amounts', [{ ...ITEM, unit_amount: '12000' }]],
  ])('are not said where the price is in doubt: %s', async (doubt, items) => {
    await bill(items);
    const talk = await talkOf(15);
    expect(talk.billing).toEqual({ kind: 'doubt', doubt });
    expect(talk.options.map(({ seats }) => seats)).toEqual([15, 18]);
    const { text } = renewalTalkMessage(talk, { money: true, targetPercent: 80 });
    expect(text).toContain('No bill can be said: ');
    expect(talk.customer.lines.join('\n')).not.toMatch(/USD|\$/);
  });

  it('are not read for somebody who may not see amounts', async () => {
    const talk = await talkOf(15, false);
    expect(talk.billing).toEqual({ kind: 'hidden' });
    expect(JSON.stringify(talk.customer)).not.toMatch(/USD|\d,\d{3}/);
    const message = renewalTalkMessage(talk, { money: false, targetPercent: 80 });
    expect(JSON.stringify(message)).not.toMatch(/[$€]\d|USD/);
  });
});

describe('the part for the customer', () => {
  it('holds the facts and bills that the policy allows, and passes the linter', async () => {
    const { customer } = await talkOf(15);
    expect(customer.warnings).toEqual([]);
    expect(customer.lines).toEqual([
      'The renewal of megacorp on 2 May.',
      '14 of 50 seats were in use in the month up to 1 Mar.',
      'In the past month 14 people at megacorp used our product; in November it was 32.',
      'Today, 50 seats: USD 5,000 per month, USD 60,000 per year.',
      'With 15 seats: USD 1,500 per month, USD 18,000 per year.',
      "These are estimates at today's price per seat, before reductions and tax; the preview of the invoice decides.",
      'Let us agree on the number together, and write into the renewal how seats are added when more people join.',
    ]);
  });

  it('names no lower number that only we thought of', async () => {
    const { customer, options } = await talkOf();
    expect(options.map(({ seats }) => seats)).toEqual([18]);
    expect(customer.lines.join('\n')).not.toMatch(/\b18\b|1,800/);
    expect(customer.warnings).toEqual([]);
  });
});

describe('the part for us', () => {
  it('counts people by team and puts first what the numbers speak for', async () => {
    const talk = await talkOf(10);
    expect(talk.teams?.map(({ name }) => name).sort()).toEqual(['Platform', 'Sales']);
    expect(talk.teams?.reduce((sum, { active }) => sum + active, 0)).toBe(14);
    expect(talk.likely).toContain('drop_seats');
    expect(talk.likely).not.toContain('bought_for_growth');
    const { blocks } = renewalTalkMessage(talk, { money: true, targetPercent: 80 });
    const shown = JSON.stringify(blocks);
    expect(shown).toContain('10 seats (they named it, 4 of 14 active people would have no seat)');
    expect(shown.indexOf('We will drop')).toBeLessThan(shown.indexOf('Why not stay per seat'));
    expect(shown.indexOf('For us only')).toBeLessThan(shown.indexOf('"divider"'));
    expect(shown.indexOf('For the customer')).toBeGreaterThan(shown.indexOf('"divider"'));
  });

  it('says what is not known of an account without a date, departments or a price', async () => {
    const talk = await talkOf(undefined, true, 'tinyco');
    expect([talk.days, talk.teams, talk.billing.kind]).toEqual([210, null, 'doubt']);
    const { text } = renewalTalkMessage({ ...talk, days: null }, { money: true, targetPercent: 80 });
    expect(text).toContain('No renewal date is known');
    expect(text).toContain('by team not connected');
  });

  it.each([0, -1, 1.5, 1_000_001, Number.NaN])('refuses %d seats', async (seats) => {
    await expect(talkOf(seats)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('seats:') });
  });

  it('does not know an account that is not there', async () => {
    await expect(talkOf(undefined, true, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
  });
});
