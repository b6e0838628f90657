import { mrrMinor } from '../../domain/mrr.ts';
import { inTurn, type Reduction, reductionOf } from './discounts.ts';
import type { ItemPrice } from './item-price.ts';
import type { StripeDiscount } from './shapes.ts';

/**
 * Monthly recurring revenue of a subscription in minor units, by the provider's own rules: licensed items only, less
 * the discounts that never end. Null when it cannot be known: tiers or discounts that were not sent, several currencies.
 */
export function subscriptionMrr(items: readonly ItemPrice[], discounts: readonly StripeDiscount[]): number | null {
  const currency = items[0]?.currency;
  if (currency === undefined) return 0;
  if (items.some((item) => item.currency !== currency)) return null;
  const whole = reductionOf(discounts, currency);
  const licensed = items.filter((item) => !item.metered);
  const [only] = licensed;
  let sum = 0;
  for (const item of licensed) {
    const own = reductionOf(item.discounts, currency);
    if (own.unknown || item.tiersMissing) return null;
    // An amount off the whole is shared by several items: it is taken off their sum.
    const mrr = itemMrr(item, inTurn(own, licensed.length === 1 ? whole : { ...whole, amountOff: 0 }));
    if (mrr === null) return null;
    sum += mrr;
  }
  if (whole.unknown && sum > 0) return null;
  if (only === undefined || licensed.length === 1 || whole.amountOff === 0) return sum;
  return Math.max(0, sum - (monthly(whole.amountOff, only) ?? 0));
}

function itemMrr(item: ItemPrice, reduction: Reduction): number | null {
  return mrrMinor({
    unitAmountDecimal: item.unitAmountDecimal,
    quantity: item.quantity,
    interval: item.interval,
    intervalCount: item.intervalCount,
    usageType: 'licensed',
    tiers: item.tiers,
    transformQuantity: item.transformQuantity,
    foreverPercentOff: 100 - reduction.keptPercent,
    foreverAmountOffMinor: reduction.amountOff,
  });
}

/** An amount per billing period as an amount per month. */
function monthly(amount: number, { interval, intervalCount }: ItemPrice): number | null {
  return mrrMinor({ unitAmountDecimal: String(amount), quantity: 1, interval, intervalCount });
}
