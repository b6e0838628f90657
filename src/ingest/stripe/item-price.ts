import type { PricedItem } from '../../domain/mrr.ts';
import type { TieredPrice } from '../../domain/tier-price.ts';
import { minorDecimal } from './amounts.ts';
import type { StripeItem, StripePlan, StripePrice } from './shapes.ts';

const GENERATED_ID = /^(price|plan)_/;

/** One subscription item, whichever of `price` and `plan` its API version sends. */
export interface ItemPrice {
  readonly item: string;
  readonly quantity: number;
  readonly priceId: string;
  readonly productId: string | null;
  /** What people call it; null when only a generated id is known. */
  readonly name: string | null;
  /** ISO 4217, upper case. */
  readonly currency: string;
  readonly metered: boolean;
  readonly interval: PricedItem['interval'];
  readonly intervalCount: number;
  readonly unitAmountDecimal: string | null;
  /** Null: one price per unit. */
  readonly tiers: TieredPrice | null;
  /** Priced in tiers that were not sent. */
  readonly tiersMissing: boolean;
  readonly transformQuantity: PricedItem['transformQuantity'];
  readonly discounts: NonNullable<StripeItem['discounts']>;
  /** Seconds since 1970; null where the subscription says it for all its items. */
  readonly periodStart: number | null;
  readonly periodEnd: number | null;
}

/** The item with its recurring price; null when it has none. `quantity` is used where the item does not say. */
export function readItem(item: StripeItem, quantity: number): ItemPrice | null {
  const recurring = item.price?.recurring ? fromPrice(item.price) : item.plan ? fromPlan(item.plan) : null;
  if (recurring === null) return null;
  return {
    ...recurring,
    item: item.id,
    quantity: item.quantity ?? quantity,
    discounts: item.discounts ?? [],
    periodStart: item.current_period_start ?? null,
    periodEnd: item.current_period_end ?? null,
  };
}

type Recurring = Omit<ItemPrice, 'item' | 'quantity' | 'discounts' | 'periodStart' | 'periodEnd'>;

function fromPrice(price: StripePrice): Recurring | null {
  if (!price.recurring) return null;
  const amount = price.unit_amount_decimal ?? price.unit_amount?.toString() ?? null;
  return {
    ...common(price, amount),
    metered: price.recurring.usage_type === 'metered',
    interval: price.recurring.interval,
    intervalCount: price.recurring.interval_count ?? 1,
    transformQuantity: divided(price.transform_quantity),
  };
}

function fromPlan(plan: StripePlan): Recurring {
  return {
    ...common(plan, plan.amount_decimal ?? plan.amount?.toString() ?? null),
    metered: plan.usage_type === 'metered',
    interval: plan.interval,
    intervalCount: plan.interval_count ?? 1,
    transformQuantity: divided(plan.transform_usage),
  };
}

function common(price: StripePrice | StripePlan, amount: string | null) {
  const currency = price.currency.toUpperCase();
  const tiered = price.billing_scheme === 'tiered';
  const tiers = tiered ? readTiers(price, currency) : null;
  return {
    priceId: price.id,
    productId: price.product ?? null,
    name: price.nickname || price.lookup_key || (GENERATED_ID.test(price.id) ? null : price.id),
    currency,
    unitAmountDecimal: tiered ? null : minorDecimal(amount, currency),
    tiers,
    tiersMissing: tiered && tiers === null,
  };
}

function readTiers(price: StripePrice | StripePlan, currency: string): TieredPrice | null {
  if (!price.tiers || price.tiers.length === 0 || !price.tiers_mode) return null;
  const text = (decimal: string | null | undefined, amount: number | null | undefined) =>
    minorDecimal(decimal ?? amount?.toString() ?? null, currency);
  return {
    mode: price.tiers_mode,
    tiers: price.tiers.map((tier) => ({
      upTo: typeof tier.up_to === 'number' ? tier.up_to : null,
      unitAmountDecimal: text(tier.unit_amount_decimal, tier.unit_amount ?? tier.amount),
      flatAmountDecimal: text(tier.flat_amount_decimal, tier.flat_amount),
    })),
  };
}

function divided(transform: StripePrice['transform_quantity']): PricedItem['transformQuantity'] {
  return transform ? { divideBy: transform.divide_by, round: transform.round } : null;
}
