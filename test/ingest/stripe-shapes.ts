/** Any part of a Stripe object, in the shape of some API version. */
export type Part = Readonly<Record<string, unknown>>;

/** 1 Mar 2026 and 1 Mar 2027, UTC, in Stripe's seconds. */
export const START = 1_772_323_200;
export const YEAR_ON = 1_803_859_200;

export const MONTHLY = { interval: 'month', interval_count: 1, usage_type: 'licensed' };
export const YEARLY = { ...MONTHLY, interval: 'year' };

/** $10 a seat and month, as versions since 2020 describe it. */
export const price = (change: Part = {}): Part => ({
  id: 'price_seat',
  object: 'price',
  currency: 'usd',
  product: 'prod_seat',
  billing_scheme: 'per_unit',
  recurring: MONTHLY,
  transform_quantity: null,
  unit_amount: 1000,
  unit_amount_decimal: '1000',
  ...change,
});

/** The same, as every version until 2020 and some later ones describe it. */
export const plan = (change: Part = {}): Part => ({
  id: 'gold',
  object: 'plan',
  currency: 'usd',
  product: 'prod_seat',
  billing_scheme: 'per_unit',
  interval: 'month',
  interval_count: 1,
  usage_type: 'licensed',
  transform_usage: null,
  amount: 1000,
  ...change,
});

/** Ten seats whose period ends in a year. */
export const item = (change: Part = {}): Part => ({
  id: 'si_1',
  object: 'subscription_item',
  quantity: 10,
  discounts: [],
  current_period_start: START,
  current_period_end: YEAR_ON,
  price: price(),
  ...change,
});

/** A subscription of one such item, as versions since March 2025 describe it. */
export const subscription = (change: Part = {}, items: readonly Part[] = [item()]): Part => ({
  id: 'sub_1',
  object: 'subscription',
  customer: 'cus_1',
  status: 'active',
  cancel_at: null,
  cancel_at_period_end: false,
  currency: 'usd',
  discounts: [],
  metadata: { account_id: 'acme' },
  start_date: START,
  billing_cycle_anchor: START,
  items: { object: 'list', data: items, has_more: false },
  ...change,
});

/** A discount in full: `source.coupon` since autumn 2025, `coupon` before. */
export const discount = (coupon: Part, change: Part = {}): Part => ({
  id: 'di_1',
  object: 'discount',
  end: null,
  source: { type: 'coupon', coupon: { id: 'c', duration: 'forever', ...coupon } },
  ...change,
});

/** The event that carries an object. */
export const stripeEvent = (type: string, object: unknown, change: Part = {}): Part => ({
  id: 'evt_1',
  object: 'event',
  api_version: '2026-02-25',
  created: START,
  livemode: true,
  type,
  data: { object },
  ...change,
});
