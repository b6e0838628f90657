import { describe, expect, it } from 'vitest';
import { stripe } from '../../src/ingest/sources/stripe.ts';
import { TEST_NOW } from '../support/context.ts';
import {
  discount,
  item,
  MONTHLY,
  type Part,
  plan,
  price,
  START,
  stripeEvent,
  subscription,
  YEAR_ON,
  YEARLY,
} from './stripe-shapes.ts';

const of = (change: Part = {}, ...items: readonly Part[]): Part =>
  items.length > 0 ? subscription(change, items) : subscription(change);
const priced = (change: Part, more: Part = {}): Part => of({}, item({ price: price(change), ...more }));
const every = (interval: string, interval_count: number) => ({ recurring: { ...MONTHLY, interval, interval_count } });
const off = (coupon: Part, change: Part = {}): Part => of({ discounts: [discount(coupon, change)] });
const yearly = price({ recurring: YEARLY, unit_amount: 60_000, unit_amount_decimal: '60000' });
const bare = { current_period_start: undefined, current_period_end: undefined };
const old = { start_date: undefined, start: START, current_period_start: START, current_period_end: YEAR_ON };
const steps = [
  { up_to: 5, unit_amount: 1000, unit_amount_decimal: '1000', flat_amount: null },
  { up_to: null, unit_amount: 800, unit_amount_decimal: '800', flat_amount: 500, flat_amount_decimal: '500' },
];
const tiered = (tiers_mode: string, tiers: readonly Part[] | undefined = steps) =>
  priced({ billing_scheme: 'tiered', unit_amount: null, unit_amount_decimal: null, tiers_mode, tiers });
const inTwoCurrencies = item({ id: 'si_2', price: price({ currency: 'eur' }) });
const metered = price({ recurring: { ...MONTHLY, usage_type: 'metered' }, unit_amount: 5, unit_amount_decimal: '5' });

/** What the shape is, the shape, MRR in minor units (null: unknown), paid seats, and when the contract renews. */
type Row = [shape: string, object: Part, mrr: number | null, seats: number | null, renews?: number];

const QUANTITIES: readonly Row[] = [
  ['10 × $10', of(), 10_000, 10],
  ['no seats', of({}, item({ quantity: 0 })), 0, 0],
  ['a quantity that was not sent is one', of({}, item({ quantity: undefined })), 1000, 1],
  ['2019: plan and quantity above the items', of({ ...old, plan: plan(), quantity: 7, items: undefined }), 7000, 7],
  [
    '2019: a plan in the item, the quantity above it',
    of({ ...old, plan: plan(), quantity: 7 }, item({ ...bare, price: undefined, quantity: undefined, plan: plan() })),
    7000,
    7,
  ],
  ['2020: plan and price say the same', of({ ...old, plan: plan() }, item({ ...bare, plan: plan() })), 10_000, 10],
  ['2022: the period is the subscription’s', of({ ...old }, item({ ...bare, price: yearly })), 50_000, 10, YEAR_ON],
  ['2025: the period is the item’s', of({}, item({ price: yearly })), 50_000, 10, YEAR_ON],
  ['a product in full', priced({ product: { id: 'prod_seat', object: 'product' } }), 10_000, 10],
  ['more items than were sent', of({ items: { data: [item()], has_more: true } }), null, null],
  [
    '10 × $10 + 3 × $20',
    of({}, item(), item({ id: 'si_2', quantity: 3, price: price({ unit_amount_decimal: '2000' }) })),
    16_000,
    13,
  ],
  ['10 × $10 a month + 10 × $600 a year', of({}, item(), item({ id: 'si_2', price: yearly })), 60_000, 20],
  [
    'a metered item beside seats',
    of({}, item(), item({ id: 'si_2', quantity: undefined, price: metered })),
    10_000,
    10,
  ],
  ['two currencies', of({}, item(), inTwoCurrencies), null, 20],
];

const INTERVALS: readonly Row[] = [
  ['20 × $600 a year', of({}, item({ quantity: 20, price: yearly })), 100_000, 20, YEAR_ON],
  ['10 × $1,440 for two years', priced({ ...every('year', 2), unit_amount_decimal: '144000' }), 60_000, 10, YEAR_ON],
  ['10 × $30 a quarter', priced({ ...every('month', 3), unit_amount_decimal: '3000' }), 10_000, 10, YEAR_ON],
  [
    '10 × $20 for two months is a bill, no contract',
    priced({ ...every('month', 2), unit_amount_decimal: '2000' }),
    10_000,
    10,
  ],
  [
    '4 × $25 a week: 10,000 × 52/12',
    priced({ ...every('week', 1), unit_amount_decimal: '2500' }, { quantity: 4 }),
    43_333,
    4,
  ],
  ['10 × $1 a day: 1,000 × 365/12', priced({ ...every('day', 1), unit_amount_decimal: '100' }), 30_417, 10],
  [
    '10 × $90 for 90 days: 90,000 × 365/12/90',
    priced({ ...every('day', 90), unit_amount_decimal: '9000' }),
    30_417,
    10,
    YEAR_ON,
  ],
];

const PRICES: readonly Row[] = [
  [
    '3 × 1,250.5 cents: 3,751.5',
    priced({ unit_amount: null, unit_amount_decimal: '1250.5' }, { quantity: 3 }),
    3752,
    3,
  ],
  ['packs of 3, rounded up: 4 × $10', priced({ transform_quantity: { divide_by: 3, round: 'up' } }), 4000, 10],
  ['packs of 3, rounded down: 3 × $10', priced({ transform_quantity: { divide_by: 3, round: 'down' } }), 3000, 10],
  [
    'packs of a plan',
    of({}, item({ price: null, plan: plan({ transform_usage: { divide_by: 5, round: 'up' } }) })),
    2000,
    10,
  ],
  ['graduated: 5 × $10 + 5 × $8 + $5', tiered('graduated'), 9500, 10],
  ['volume: 10 × $8 + $5', tiered('volume'), 8500, 10],
  ['tiers that end at five seats', tiered('volume', steps.slice(0, 1)), null, 10],
  [
    'tiers that were not sent',
    priced({ billing_scheme: 'tiered', unit_amount: null, unit_amount_decimal: null, tiers_mode: 'volume' }),
    null,
    10,
  ],
  ['an amount that the customer chooses', priced({ unit_amount: null, unit_amount_decimal: null }), null, 10],
  ['no minor unit: 10 × ¥1,000', priced({ currency: 'jpy' }), 10_000, 10],
  ['three decimals: 10 × 1.000 KWD', priced({ currency: 'kwd' }), 10_000, 10],
  [
    'hundredths of what has none: 10 × 1,000 kr',
    priced({ currency: 'isk', unit_amount_decimal: '100000' }),
    10_000,
    10,
  ],
  ['whole ariary: 10 × 1,000 Ar', priced({ currency: 'mga' }), 1_000_000, 10],
];

const DISCOUNTS: readonly Row[] = [
  ['25 % off for ever', off({ percent_off: 25 }), 7500, 10],
  ['33.33 % off for ever', off({ percent_off: 33.33 }), 6667, 10],
  ['all of it off', off({ percent_off: 100 }), 0, 10],
  ['$15 off for ever', off({ amount_off: 1500, currency: 'usd' }), 8500, 10],
  ['$500 off for ever', off({ amount_off: 50_000, currency: 'usd' }), 0, 10],
  ['€15 off dollars', off({ amount_off: 1500, currency: 'eur' }), null, 10],
  ['half off once', off({ duration: 'once', percent_off: 50 }), 10_000, 10],
  ['half off for three months', off({ duration: 'repeating', percent_off: 50, duration_in_months: 3 }), 10_000, 10],
  ['half off until a day to come', off({ percent_off: 50 }, { end: YEAR_ON }), 10_000, 10],
  ['half off until a day that is past', off({ percent_off: 50 }, { end: START - 1 }), 10_000, 10],
  ['by an id', of({ discounts: ['di_1'] }), null, 10],
  ['by an id with an end', of({ discounts: [{ id: 'di_1', end: YEAR_ON, source: { coupon: 'c' } }] }), 10_000, 10],
  [
    '2019: one in full',
    of({ discount: { coupon: { duration: 'forever', percent_off: 25 } }, discounts: undefined }),
    7500,
    10,
  ],
  ['2024: in full and again by its id', of({ discount: discount({ percent_off: 25 }), discounts: ['di_1'] }), 7500, 10],
  [
    '2024: in full and one more by its id',
    of({ discount: discount({ percent_off: 25 }), discounts: ['di_1', 'di_2'] }),
    null,
    10,
  ],
  [
    '10 %, then $5 off: 9,000 − 500',
    of({ discounts: [discount({ percent_off: 10 }), discount({ amount_off: 500 }, { id: 'di_2' })] }),
    8500,
    10,
  ],
  [
    '$5, then 10 % off: 9,500 × 0.9',
    of({ discounts: [discount({ amount_off: 500 }), discount({ percent_off: 10 }, { id: 'di_2' })] }),
    8550,
    10,
  ],
  [
    '$5 off the item, then 10 % off all: 9,500 × 0.9 + 9,000',
    of(
      { discounts: [discount({ percent_off: 10 })] },
      item({ discounts: [discount({ amount_off: 500 })] }),
      item({ id: 'si_2' }),
    ),
    17_550,
    20,
  ],
  [
    '$30 off all of two items',
    of({ discounts: [discount({ amount_off: 3000 })] }, item(), item({ id: 'si_2' })),
    17_000,
    20,
  ],
  [
    '$120 a year off a yearly price: 600,000 − 12,000',
    of({ discounts: [discount({ amount_off: 12_000 })] }, item({ price: yearly })),
    49_000,
    10,
    YEAR_ON,
  ],
];

const STATES: readonly Row[] = [
  ['past due still pays', of({ status: 'past_due' }), 10_000, 10],
  ['trialing', of({ status: 'trialing', trial_end: YEAR_ON }), 0, 10],
  ['unpaid', of({ status: 'unpaid' }), 0, 10],
  ['paused', of({ status: 'paused' }), 0, 10],
  ['paused collection is no paused subscription', of({ pause_collection: { behavior: 'void' } }), 10_000, 10],
  ['incomplete', of({ status: 'incomplete' }), 0, 10],
  ['expired', of({ status: 'incomplete_expired' }), 0, 10],
  ['canceled', of({ status: 'canceled', ended_at: START }), 0, 10],
  ['cancels at the end of the period', of({ cancel_at_period_end: true }), 10_000, 10, YEAR_ON],
  ['cancels on a day', of({ cancel_at: YEAR_ON - 86_400 }), 10_000, 10, YEAR_ON - 86_400],
];

function read(object: Part) {
  const payload = stripeEvent('customer.subscription.updated', object);
  const settings = { seatPrices: [], currency: 'USD' };
  const { items } = stripe.parse({ payload, headers: new Headers(), receivedAt: TEST_NOW, settings });
  const [first] = items;
  const signal = first && 'signals' in first ? first.signals[0] : undefined;
  if (signal?.kind !== 'subscription') return first;
  const { mrrMinor, mrrUnknown, renewsAt, seats } = signal;
  return { mrr: mrrMinor, unknown: mrrUnknown, seats, renews: renewsAt && renewsAt.getTime() / 1000 };
}

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  items: QUANTITIES,
  intervals: INTERVALS,
  prices: PRICES,
  discounts: DISCOUNTS,
  states: STATES,
};

describe.each(Object.entries(TABLES))('subscriptions by their %s', (_title, rows) => {
  it.each<Row>(rows)('%s', (_shape, object, mrr, seats, renews) => {
    expect(read(object)).toEqual({ mrr, unknown: mrr === null, seats, renews: renews ?? null });
  });
});
