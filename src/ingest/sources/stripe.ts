import { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import type { ParsedItem, Source } from '../source.ts';
import { customerSignals } from '../stripe/customer.ts';
import { subscriptionSignals } from '../stripe/subscription.ts';
import { verifyStripe } from '../stripe/verify.ts';

const eventSchema = z.object({
  id: z.string().min(1).max(255),
  object: z.literal('event'),
  type: z.string(),
  created: z.int().min(0),
  livemode: z.boolean().nullish(),
  account: z.string().nullish(),
  data: z.object({ object: z.unknown() }),
});

type StripeEvent = z.infer<typeof eventSchema>;

const SUBSCRIPTION_EVENTS: Readonly<Record<string, 0 | 1 | 2>> = {
  'customer.subscription.created': 0,
  'customer.subscription.updated': 1,
  'customer.subscription.paused': 1,
  'customer.subscription.resumed': 1,
  'customer.subscription.trial_will_end': 1,
  'customer.subscription.pending_update_applied': 1,
  'customer.subscription.deleted': 2,
};
/** A deleted customer's subscriptions are deleted by events of their own; nothing else of the account ends. */
const CUSTOMER_EVENTS: ReadonlySet<string> = new Set(['customer.created', 'customer.updated']);

/** Stripe's webhook: subscriptions with their seats and money, and customers. Other events are taken and ignored. */
export const stripe = {
  name: 'stripe',
  noAccount: 'put account_id into the metadata of the subscription or of its customer',
  verify: verifyStripe,
  parse: ({ payload, settings }) => {
    const event = eventSchema.safeParse(payload);
    if (!event.success) return { items: [ignoredOrBroken(payload)] };
    return { delivery: { id: event.data.id }, items: [parseEvent(event.data, settings.seatPrices)] };
  },
} satisfies Source;

function parseEvent(event: StripeEvent, seatPrices: readonly string[]): ParsedItem {
  if (isTestOfConnected(event)) return { signals: [] };
  const precedence = Object.hasOwn(SUBSCRIPTION_EVENTS, event.type) ? SUBSCRIPTION_EVENTS[event.type] : undefined;
  const about = { eventId: event.id, at: new Date(event.created * 1000) };
  if (precedence !== undefined) return subscriptionSignals(event.data.object, { ...about, precedence, seatPrices });
  if (CUSTOMER_EVENTS.has(event.type)) return customerSignals(event.data.object, about);
  return { signals: [] };
}

/** A live endpoint for connected accounts is sent their test events too; elsewhere the secret decides the mode. */
function isTestOfConnected({ account, livemode }: StripeEvent): boolean {
  return livemode === false && account != null;
}

/** Thin events (`v2.core.event`) only announce that something changed; another of Stripe's objects is named as rejected. */
function ignoredOrBroken(payload: unknown): ParsedItem {
  const object = typeof payload === 'object' && payload !== null && 'object' in payload ? payload.object : null;
  const message = 'body: is not a Stripe event with id, type, created and data.object';
  if (typeof object !== 'string') throw new AppError('invalid', message);
  return object.startsWith('v2.') ? { signals: [] } : { code: 'invalid', message };
}
