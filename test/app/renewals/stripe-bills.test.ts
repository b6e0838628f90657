import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { renewalTalk } from '../../../src/app/renewals/renewal-talk.ts';
import { subscriptionSignals } from '../../../src/ingest/stripe/subscription.ts';
import { discount, item, MONTHLY, type Part, price, subscription, YEARLY } from '../../ingest/stripe-shapes.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());
const ctx = () => testContext(database.pool);

/** The billing of an account of whom Stripe has said this alone. */
async function billingOf(accountId: string, change: Part, items: readonly Part[]) {
  const object = subscription({ id: `sub_${accountId}`, metadata: { account_id: accountId }, ...change }, items);
  const at = new Date('2026-02-20T00:00:00Z');
  const parsed = subscriptionSignals(object, { eventId: `evt_${accountId}`, at, precedence: 1, seatPrices: [] });
  if (!('signals' in parsed)) throw new Error('not a subscription');
  await recordSignals({ ctx: ctx(), input: { source: 'stripe', signals: parsed.signals, delivery: undefined } });
  return (await renewalTalk({ ctx: ctx(), input: { accountId, seats: 8, amounts: true } })).billing;
}

it('says the bill of a yearly price that Stripe states, for its exact year', async () => {
  const yearly = price({ id: 'price_y', recurring: YEARLY, unit_amount: 100_000, unit_amount_decimal: '100000' });
  const billing = await billingOf('yearly', {}, [item({ id: 'si_y', quantity: 11, price: yearly })]);
  expect(billing).toMatchObject({
    kind: 'known',
    bills: {
      seats: 11,
      now: { monthMinor: 91_667, yearMinor: 1_100_000 },
      options: [{ key: 'asked', seats: 8, monthMinor: 66_667, yearMinor: 800_000 }],
    },
  });
});

const metered = price({ id: 'price_m', recurring: { ...MONTHLY, usage_type: 'metered' } });
const flat = price({ id: 'price_f', unit_amount: 9900, unit_amount_decimal: '9900' });
const tiers = [
  { up_to: 5, unit_amount: 1000, unit_amount_decimal: '1000' },
  { up_to: null, unit_amount: 800, unit_amount_decimal: '800' },
];

it.each<[string, string, Part, readonly Part[]]>([
  ['known', 'metered', {}, [item(), item({ id: 'si_2', quantity: undefined, price: metered })]],
  ['known', 'once', { discounts: [discount({ percent_off: 20, duration: 'once' })] }, [item()]],
  ['known', 'cancelling', { cancel_at_period_end: true }, [item()]],
  ['other_amounts', 'forever', { discounts: [discount({ percent_off: 20 })] }, [item()]],
  ['several_prices', 'two', {}, [item(), item({ id: 'si_2', quantity: 1, price: flat })]],
  [
    'price_not_stated',
    'tiered',
    {},
    [
      item({
        price: price({
          billing_scheme: 'tiered',
          unit_amount: null,
          unit_amount_decimal: null,
          tiers_mode: 'graduated',
          tiers,
        }),
      }),
    ],
  ],
  ['price_not_stated', 'packages', {}, [item({ price: price({ transform_quantity: { divide_by: 5, round: 'up' } }) })]],
  ['no_subscription', 'trialing', { status: 'trialing' }, [item()]],
])('is %s where Stripe states a subscription that is %s', async (expected, accountId, change, items) => {
  const billing = await billingOf(accountId, change, items);
  expect(billing.kind === 'doubt' ? billing.doubt : billing.kind).toBe(expected);
});
