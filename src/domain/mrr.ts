import { type Decimal, decimalOf, parseDecimal } from './decimal.ts';
import { roundHalfUp } from './rational.ts';
import { type TieredPrice, tierPrice } from './tier-price.ts';

export type BillingInterval = 'day' | 'week' | 'month' | 'year';

/** One subscription item as the billing provider prices it. */
export interface PricedItem {
  /** Minor units with up to 12 decimals (`"1250.5"`); null for tiered and customer-chosen prices. */
  readonly unitAmountDecimal: string | null;
  readonly quantity: number;
  readonly interval: BillingInterval;
  readonly intervalCount: number;
  readonly usageType?: 'licensed' | 'metered' | undefined;
  readonly tiers?: TieredPrice | null | undefined;
  /** Packages: the quantity is divided and rounded before it is priced. */
  readonly transformQuantity?: { readonly divideBy: number; readonly round: 'up' | 'down' } | null | undefined;
  /** Only discounts that never end; `once` and `repeating` ones do not lower the MRR. */
  readonly foreverPercentOff?: number | null | undefined;
  /** Minor units per billing period, decimals allowed, taken off after the percentage. */
  readonly foreverAmountOffMinor?: number | null | undefined;
}

/** Months in one interval as a fraction. */
export const MONTHS_OF_INTERVAL: Readonly<Record<BillingInterval, readonly [num: bigint, den: bigint]>> = {
  year: [12n, 1n],
  month: [1n, 1n],
  week: [12n, 52n],
  day: [12n, 365n],
};

/**
 * Monthly recurring revenue of one item in minor units, rounded half-up once at the end; metered items are 0.
 * Null when the price cannot be known (customer-chosen amount, tiers that end below the quantity).
 * Which subscriptions count (active and past due, no trials) is the caller's decision.
 */
export function mrrMinor(item: PricedItem): number | null {
  if (item.usageType === 'metered') return 0;
  const price = periodPrice(item);
  if (price === null || item.intervalCount < 1) return null;
  const percent = decimalOf(item.foreverPercentOff ?? 0);
  const off = decimalOf(item.foreverAmountOffMinor ?? 0);
  const whole = price.scale * 100n * percent.scale;
  const den = whole * off.scale;
  const perPeriod = price.units * (100n * percent.scale - percent.units) * off.scale - off.units * whole;
  if (perPeriod <= 0n) return 0;
  const [months, per] = MONTHS_OF_INTERVAL[item.interval];
  return Number(roundHalfUp(perPeriod * per, den * months * BigInt(item.intervalCount)));
}

function periodPrice(item: PricedItem): Decimal | null {
  if (item.tiers != null) return tierPrice(item.tiers, item.quantity);
  const unit = parseDecimal(item.unitAmountDecimal ?? '');
  return unit && { units: unit.units * BigInt(billedQuantity(item)), scale: unit.scale };
}

function billedQuantity({ quantity, transformQuantity }: PricedItem): number {
  if (transformQuantity == null) return quantity;
  const packages = quantity / transformQuantity.divideBy;
  return transformQuantity.round === 'up' ? Math.ceil(packages) : Math.floor(packages);
}
