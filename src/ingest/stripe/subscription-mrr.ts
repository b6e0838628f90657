import { mrrMinor } from '../../domain/mrr.ts';
import { minorWhole } from './amounts.ts';
import type { ItemPrice } from './item-price.ts';
import type { StripeCoupon, StripeDiscount } from './shapes.ts';

/** What never-ending discounts take off; `unknown`: there is one whose worth was not sent. */
interface Reduction {
  readonly percentOff: number;
  readonly amountOff: number;
  readonly unknown: boolean;
}

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
    const mrr = itemMrr(item, {
      percentOff: combined(own.percentOff, whole.percentOff),
      amountOff: own.amountOff + (licensed.length === 1 ? whole.amountOff : 0),
    });
    if (mrr === null) return null;
    sum += mrr;
  }
  if (whole.unknown && sum > 0) return null;
  if (only === undefined || licensed.length === 1 || whole.amountOff === 0) return sum;
  return Math.max(0, sum - (monthly(whole.amountOff, only) ?? 0));
}

function itemMrr(item: ItemPrice, reduction: Omit<Reduction, 'unknown'>): number | null {
  return mrrMinor({
    unitAmountDecimal: item.unitAmountDecimal,
    quantity: item.quantity,
    interval: item.interval,
    intervalCount: item.intervalCount,
    usageType: 'licensed',
    tiers: item.tiers,
    transformQuantity: item.transformQuantity,
    foreverPercentOff: reduction.percentOff,
    foreverAmountOffMinor: reduction.amountOff,
  });
}

/** An amount per billing period as an amount per month. */
function monthly(amount: number, { interval, intervalCount }: ItemPrice): number | null {
  return mrrMinor({ unitAmountDecimal: String(amount), quantity: 1, interval, intervalCount });
}

function combined(a: number, b: number): number {
  return a === 0 || b === 0 ? a + b : 100 - ((100 - a) * (100 - b)) / 100;
}

function reductionOf(discounts: readonly StripeDiscount[], currency: string): Reduction {
  let percentOff = 0;
  let amountOff = 0;
  let unknown = false;
  for (const discount of discounts) {
    const coupon = couponOf(discount);
    if (coupon === null) unknown = true;
    if (coupon?.duration !== 'forever') continue;
    percentOff = combined(percentOff, coupon.percent_off ?? 0);
    amountOff += minorWhole(coupon.amount_off ?? 0, currency);
  }
  return { percentOff, amountOff, unknown };
}

function couponOf(discount: StripeDiscount): StripeCoupon | null {
  if (typeof discount === 'string') return null;
  const coupon = discount.coupon ?? discount.source?.coupon ?? null;
  return typeof coupon === 'string' ? null : coupon;
}
