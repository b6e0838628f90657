import type { BillingInterval } from './mrr.ts';
import { type SeatPrice, seatBill } from './seat-bill.ts';

/** An item of a running subscription as billing last stated it; null: not stated. */
export interface BilledItem {
  /** Tells the subscriptions of an account apart. */
  readonly subscription: string;
  /** Null where the item is not billed per seat. */
  readonly seats: number | null;
  readonly unitAmountDecimal: string | null;
  readonly interval: string | null;
  readonly intervalCount: number | null;
  readonly currency: string | null;
  readonly periodStart: Date | null;
  readonly periodEnd: Date | null;
  /** Of the whole subscription, discounts that never end taken off; minor units. */
  readonly mrrMinor: number | null;
}

/** Seats at one price that billing leaves no doubt about. */
export interface BilledSeats extends SeatPrice {
  readonly seats: number;
  readonly currency: string;
  /** What is billed now; null where the source does not say. */
  readonly period: { readonly start: Date; readonly end: Date } | null;
}

/** Why the price of a seat is in doubt. */
export type PriceDoubt =
  | 'no_subscription'
  | 'no_seats'
  | 'several_prices'
  | 'price_not_stated'
  | 'revenue_not_stated'
  | 'other_amounts';

/**
 * The one price at which an account's seats are billed, from the items of its running subscriptions. In doubt when there
 * is not exactly one item per seat, and when seats times price is not the MRR that billing states: then a discount, a
 * package or another charge is part of the bill.
 */
export function billedSeats(items: readonly BilledItem[]): BilledSeats | PriceDoubt {
  if (items.length === 0) return 'no_subscription';
  const [item, ...others] = items.filter(({ seats }) => seats !== null && seats > 0);
  if (item === undefined) return 'no_seats';
  if (others.length > 0) return 'several_prices';
  const { currency, interval, intervalCount, periodEnd: end, periodStart: start, seats, unitAmountDecimal } = item;
  if (seats === null || currency === null || unitAmountDecimal === null || intervalCount === null) {
    return 'price_not_stated';
  }
  if (!isInterval(interval)) return 'price_not_stated';
  const price = { unitAmountDecimal, interval, intervalCount };
  const bill = seatBill(price, seats);
  if (bill === null) return 'price_not_stated';
  const stated = statedRevenue(items);
  if (stated === null) return 'revenue_not_stated';
  if (stated !== bill.monthMinor) return 'other_amounts';
  return { ...price, seats, currency, period: start !== null && end !== null ? { start, end } : null };
}

/** MRR of all running subscriptions, each counted once; null when one does not state it. */
function statedRevenue(items: readonly BilledItem[]): number | null {
  const bySubscription = new Map(items.map(({ subscription, mrrMinor }) => [subscription, mrrMinor]));
  let sum = 0;
  for (const minor of bySubscription.values()) {
    if (minor === null) return null;
    sum += minor;
  }
  return sum;
}

function isInterval(interval: string | null): interval is BillingInterval {
  return interval === 'day' || interval === 'week' || interval === 'month' || interval === 'year';
}
