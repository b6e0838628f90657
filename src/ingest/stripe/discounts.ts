import { minorWhole } from './amounts.ts';
import type { StripeCoupon, StripeDiscount, StripeSubscription } from './shapes.ts';

/** What never-ending discounts leave of an amount: `amount × keptPercent / 100 − amountOff`. */
export interface Reduction {
  readonly keptPercent: number;
  /** Minor units per billing period; decimals come from percentages that are taken later. */
  readonly amountOff: number;
  /** There is one whose worth was not sent. */
  readonly unknown: boolean;
}

const NOTHING: Reduction = { keptPercent: 100, amountOff: 0, unknown: false };

/** One reduction after the other: a later percentage also lowers what an earlier one took off. */
export function inTurn(first: Reduction, second: Reduction): Reduction {
  return {
    keptPercent: (first.keptPercent * second.keptPercent) / 100,
    amountOff: (first.amountOff * second.keptPercent) / 100 + second.amountOff,
    unknown: first.unknown || second.unknown,
  };
}

/** Discounts of one place in their order. `once` and `repeating` ones and those with an end do not lower the MRR. */
export function reductionOf(discounts: readonly StripeDiscount[], currency: string): Reduction {
  return discounts.map((discount) => reduction(discount, currency)).reduce(inTurn, NOTHING);
}

function reduction(discount: StripeDiscount, currency: string): Reduction {
  if (typeof discount !== 'string' && discount.end != null) return NOTHING;
  const coupon = couponOf(discount);
  if (coupon === null) return { ...NOTHING, unknown: true };
  if (coupon.duration !== 'forever') return NOTHING;
  const amount = coupon.amount_off ?? 0;
  return {
    keptPercent: 100 - (coupon.percent_off ?? 0),
    amountOff: minorWhole(amount, currency),
    // An amount in another currency is worth something here, but how much was not sent.
    unknown: amount > 0 && coupon.currency != null && coupon.currency.toUpperCase() !== currency,
  };
}

function couponOf(discount: StripeDiscount): StripeCoupon | null {
  if (typeof discount === 'string') return null;
  const coupon = discount.coupon ?? discount.source?.coupon ?? null;
  return typeof coupon === 'string' ? null : coupon;
}

/**
 * The discounts of a whole subscription. Versions of 2024 name one of them twice: in full in `discount`, and by its
 * id in `discounts`.
 */
export function wholeDiscounts({ discount, discounts }: StripeSubscription): readonly StripeDiscount[] {
  const listed = discounts ?? [];
  if (!discount) return listed;
  const id = idOf(discount);
  const isSame = (other: StripeDiscount) => id !== null && idOf(other) === id;
  return listed.some(isSame) ? listed.map((other) => (isSame(other) ? discount : other)) : [discount, ...listed];
}

function idOf(discount: StripeDiscount): string | null {
  return typeof discount === 'string' ? discount : (discount.id ?? null);
}
