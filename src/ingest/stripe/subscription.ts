import type { Signal, SubscriptionSignal, SubscriptionStatus } from '../../domain/signal.ts';
import { issueProblem } from '../events/incoming-event.ts';
import type { ParsedItem } from '../source.ts';
import { wholeDiscounts } from './discounts.ts';
import { type ItemPrice, readItem } from './item-price.ts';
import { type StripeItem, type StripeSubscription, subscriptionSchema } from './shapes.ts';
import { subscriptionMrr } from './subscription-mrr.ts';

export interface SubscriptionEvent {
  readonly eventId: string;
  readonly at: Date;
  readonly precedence: 0 | 1 | 2;
  readonly seatPrices: readonly string[];
}

const STATUSES: Readonly<Record<string, SubscriptionStatus>> = {
  active: 'active',
  past_due: 'past_due',
  trialing: 'trialing',
  unpaid: 'unpaid',
  paused: 'paused',
  incomplete: 'incomplete',
  incomplete_expired: 'canceled',
  canceled: 'canceled',
};
const PAYING: ReadonlySet<SubscriptionStatus> = new Set(['active', 'past_due']);
/** Intervals that make a period a contract rather than a monthly bill. */
const CONTRACT: Readonly<Record<ItemPrice['interval'], number>> = { year: 1, month: 3, week: 13, day: 90 };

/**
 * The state that a subscription event describes, and the account that its customer belongs to. A customer for whom no
 * account id is noted leads only to an account that already knows it: one of its own would count the account twice.
 */
export function subscriptionSignals(object: unknown, event: SubscriptionEvent): ParsedItem {
  const parsed = subscriptionSchema.safeParse(object);
  if (!parsed.success) return issueProblem(parsed.error, 'data.object');
  const subscription = parsed.data;
  const status = event.precedence === 2 ? 'canceled' : STATUSES[subscription.status];
  if (status === undefined) {
    return { code: 'invalid', message: `data.object.status: ${subscription.status} is not a status known here` };
  }
  const items = readItems(subscription);
  const customer = typeof subscription.customer === 'string' ? subscription.customer : subscription.customer.id;
  const account = accountOf(subscription);
  const key = { accountKey: account ?? customer, knownOnly: account === null ? (true as const) : undefined };
  const state = stateOf(subscription, items, status, event);
  const profile: Signal = {
    kind: 'account',
    ...key,
    occurredAt: event.at,
    stripeCustomerId: customer,
    plan: status === 'canceled' ? undefined : (state.plan ?? undefined),
  };
  return { signals: [{ ...state, ...key }, profile] };
}

function stateOf(
  subscription: StripeSubscription,
  items: readonly ItemPrice[],
  status: SubscriptionStatus,
  event: SubscriptionEvent,
): Omit<SubscriptionSignal, 'accountKey'> {
  const isSeat = (item: ItemPrice) =>
    !item.metered &&
    (event.seatPrices.length === 0 ||
      event.seatPrices.includes(item.priceId) ||
      (item.productId !== null && event.seatPrices.includes(item.productId)));
  const incomplete = subscription.items?.has_more === true;
  const mrr = PAYING.has(status) ? (incomplete ? null : subscriptionMrr(items, wholeDiscounts(subscription))) : 0;
  const main = items.find(isSeat) ?? items[0];
  const cancelAt = subscription.cancel_at ?? null;
  const cancels = status !== 'canceled' && (subscription.cancel_at_period_end === true || cancelAt !== null);
  const started = subscription.start_date ?? subscription.start ?? null;
  return {
    kind: 'subscription',
    occurredAt: event.at,
    subscriptionId: subscription.id,
    stateId: event.eventId,
    precedence: event.precedence,
    status,
    plan: main?.name ?? null,
    currency: main?.currency ?? subscription.currency?.toUpperCase() ?? null,
    seats: incomplete ? null : items.filter(isSeat).reduce((sum, item) => sum + item.quantity, 0),
    mrrMinor: mrr,
    mrrUnknown: mrr === null,
    usageBased: items.length > 0 && items.every((item) => item.metered),
    startedAt: instant(started),
    renewsAt: status === 'canceled' ? null : renewal(subscription, main, cancels, cancelAt),
    cancelAtPeriodEnd: cancels,
    billingAnchor: instant(subscription.billing_cycle_anchor ?? null),
    items: items.map((item) => ({
      item: item.item,
      seats: isSeat(item) ? item.quantity : null,
      // The price of a package is not that of a seat.
      unitAmountDecimal: item.transformQuantity ? null : item.unitAmountDecimal,
      interval: item.interval,
      intervalCount: item.intervalCount,
      periodStart: instant(item.periodStart ?? subscription.current_period_start ?? null),
      periodEnd: instant(item.periodEnd ?? subscription.current_period_end ?? null),
    })),
  };
}

/** Until 2016 a subscription was its plan and quantity; later these are only a copy of the single item. */
function readItems(subscription: StripeSubscription): ItemPrice[] {
  const listed = subscription.items?.data ?? [];
  const alone: StripeItem[] =
    listed.length === 0 && subscription.plan ? [{ id: subscription.id, plan: subscription.plan }] : [];
  const raw = listed.length > 0 ? listed : alone;
  const quantity = raw.length === 1 ? (subscription.quantity ?? 1) : 1;
  return raw.map((item) => readItem(item, quantity)).filter((item) => item !== null);
}

/** A monthly billing date is no renewal of a contract; the end of a subscription that was cancelled is. */
function renewal(
  subscription: StripeSubscription,
  main: ItemPrice | undefined,
  cancels: boolean,
  cancelAt: number | null,
): Date | null {
  const periodEnd = main?.periodEnd ?? subscription.current_period_end ?? null;
  if (cancels) return instant(cancelAt ?? periodEnd);
  return main && main.intervalCount >= CONTRACT[main.interval] ? instant(periodEnd) : null;
}

function accountOf({ metadata, customer }: StripeSubscription): string | null {
  return metadataAccount(metadata) ?? (typeof customer === 'string' ? null : metadataAccount(customer.metadata));
}

/** The vendor's account id that was noted at Stripe. */
export function metadataAccount(metadata: Readonly<Record<string, unknown>> | null | undefined): string | null {
  const id = metadata?.['account_id'];
  return typeof id === 'string' && id.trim() !== '' ? id.trim() : null;
}

function instant(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(seconds * 1000);
}
