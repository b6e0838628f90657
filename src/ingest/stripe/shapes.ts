import { z } from 'zod';

// Webhooks follow the API version of their endpoint, back to 2011: only what is needed is read, and whatever one of
// the versions leaves out may be missing.

const id = z.string().min(1).max(255);
const idOrObject = z.union([id, z.object({ id })]).transform((value) => (typeof value === 'string' ? value : value.id));
const whole = z.int();
const decimalText = z.union([z.string().max(40), z.number()]).transform(String);
const metadata = z.record(z.string(), z.unknown()).nullish();

const coupon = z.object({
  duration: z.enum(['forever', 'once', 'repeating']).catch('repeating'),
  percent_off: z.number().min(0).max(100).nullish(),
  amount_off: whole.min(0).nullish(),
  currency: z.string().nullish(),
});

/** A discount of any version; a bare id says that there is one, not what it is worth. */
const discount = z.union([
  z.string(),
  z.object({
    id: z.string().nullish(),
    coupon: z.union([coupon, z.string()]).nullish(),
    source: z.object({ coupon: z.union([coupon, z.string()]).nullish() }).nullish(),
    end: whole.nullish(),
  }),
]);
export type StripeDiscount = z.infer<typeof discount>;
export type StripeCoupon = z.infer<typeof coupon>;

const tier = z.object({
  up_to: z.union([whole, z.literal('inf')]).nullish(),
  unit_amount: z.number().nullish(),
  unit_amount_decimal: decimalText.nullish(),
  flat_amount: z.number().nullish(),
  flat_amount_decimal: decimalText.nullish(),
  amount: z.number().nullish(),
});
const interval = z.enum(['day', 'week', 'month', 'year']);
const divided = z.object({ divide_by: whole.min(1), round: z.enum(['up', 'down']) }).nullish();
const shared = {
  id,
  product: idOrObject.nullish(),
  nickname: z.string().nullish(),
  lookup_key: z.string().nullish(),
  currency: z.string().min(1),
  billing_scheme: z.string().nullish(),
  tiers: z.array(tier).nullish(),
  tiers_mode: z.enum(['graduated', 'volume']).nullish().catch(null),
};

const price = z.object({
  ...shared,
  recurring: z.object({ interval, interval_count: whole.min(1).nullish(), usage_type: z.string().nullish() }).nullish(),
  unit_amount: z.number().nullish(),
  unit_amount_decimal: decimalText.nullish(),
  transform_quantity: divided,
});
const plan = z.object({
  ...shared,
  interval,
  interval_count: whole.min(1).nullish(),
  usage_type: z.string().nullish(),
  amount: z.number().nullish(),
  amount_decimal: decimalText.nullish(),
  transform_usage: divided,
});
export type StripePrice = z.infer<typeof price>;
export type StripePlan = z.infer<typeof plan>;

const item = z.object({
  id,
  quantity: whole.min(0).nullish(),
  price: price.nullish(),
  plan: plan.nullish(),
  discounts: z.array(discount).nullish(),
  current_period_start: whole.nullish(),
  current_period_end: whole.nullish(),
});
export type StripeItem = z.infer<typeof item>;

export const subscriptionSchema = z.object({
  id,
  object: z.literal('subscription', 'is not a subscription').optional(),
  customer: z.union([id, z.object({ id, metadata })], 'needs the customer or its id'),
  status: z.string(),
  metadata,
  currency: z.string().nullish(),
  items: z.object({ data: z.array(item), has_more: z.boolean().nullish() }).nullish(),
  plan: plan.nullish(),
  quantity: whole.min(0).nullish(),
  discount: discount.nullish(),
  discounts: z.array(discount).nullish(),
  current_period_start: whole.nullish(),
  current_period_end: whole.nullish(),
  billing_cycle_anchor: whole.nullish(),
  cancel_at_period_end: z.boolean().nullish(),
  cancel_at: whole.nullish(),
  start_date: whole.nullish(),
  start: whole.nullish(),
});
export type StripeSubscription = z.infer<typeof subscriptionSchema>;

export const customerSchema = z.object({
  id,
  object: z.literal('customer', 'is not a customer').optional(),
  name: z.string().nullish(),
  business_name: z.string().nullish(),
  email: z.string().nullish(),
  metadata,
});
