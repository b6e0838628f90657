import { z } from 'zod';
import { currencyExponent } from '../../domain/currency.ts';
import { parseDecimal } from '../../domain/decimal.ts';
import { roundHalfUp } from '../../domain/rational.ts';
import type { Signal, SubscriptionSignal } from '../../domain/signal.ts';
import { type FactEvent, factEvent } from './fact-event.ts';
import type { IncomingEvent } from './incoming-event.ts';

const MAX_SEATS = 2_147_483_647;
const text = z.union([z.string(), z.int()], 'needs a text').transform(String);
const optionalText = text.nullish().transform((value) => (value ? value : null));
const seatCount = z
  .int('needs a whole number')
  .min(0, 'needs a number of at least 0')
  .max(MAX_SEATS, `needs a number of at most ${MAX_SEATS}`);
const amount = z
  .union([z.number(), z.string()], 'needs an amount such as 1250 or "1250.50"')
  .transform(String)
  .refine((value) => /^\d{1,12}(\.\d{1,20})?$/.test(value), 'needs an amount such as 1250 or "1250.50", not negative');
const currency = z
  .string('needs a currency code such as USD')
  .regex(/^[A-Za-z]{3}$/, 'needs a currency code such as USD')
  .transform((code) => code.toUpperCase());
const status = z.enum(['active', 'past_due', 'trialing', 'unpaid', 'paused', 'incomplete', 'canceled']);

const subscriptionFields = z.object({
  seat_count: seatCount.nullish(),
  seats: seatCount.nullish(),
  mrr: amount.nullish(),
  currency: currency.nullish(),
  plan: optionalText,
  status: status.nullish(),
  subscription_id: optionalText,
});

/** Minor units of an amount in major units, half away from zero: "1250.5" USD is 125050. */
export function minorUnits(major: string, code: string): number | null {
  const decimal = parseDecimal(major);
  if (decimal === null) return null;
  const minor = Number(roundHalfUp(decimal.units * 10n ** BigInt(currencyExponent(code)), decimal.scale));
  return Number.isSafeInteger(minor) ? minor : null;
}

function subscriptionState(precedence: 0 | 1 | 2, needsSeats: boolean): FactEvent {
  const schema = subscriptionFields.refine((fields) => !needsSeats || (fields.seat_count ?? fields.seats) != null, {
    path: ['seat_count'],
    message: 'is missing; say how many seats are paid',
  });
  return factEvent(schema, (fields, event, settings) => {
    const seats = fields.seat_count ?? fields.seats ?? null;
    const code = fields.currency ?? settings.currency;
    const state: SubscriptionSignal = {
      ...unpriced(event),
      subscriptionId: fields.subscription_id ?? 'default',
      precedence,
      status: precedence === 2 ? 'canceled' : (fields.status ?? 'active'),
      plan: fields.plan,
      seats,
      startedAt: precedence === 0 ? event.at : null,
      ...(fields.mrr == null ? {} : { currency: code, mrrMinor: minorUnits(fields.mrr, code) }),
      items: seats === null ? [] : [seatItem(fields.subscription_id ?? 'seats', seats)],
    };
    return [state, ...planFact(event, fields.plan)];
  });
}

function unpriced(event: IncomingEvent) {
  return {
    kind: 'subscription',
    accountKey: event.accountKey,
    occurredAt: event.at,
    stateId: event.id,
    currency: null,
    mrrMinor: null,
    mrrUnknown: false,
    usageBased: false,
    renewsAt: null,
    cancelAtPeriodEnd: false,
  } as const;
}

function seatItem(item: string, seats: number) {
  return { item, seats, unitAmountDecimal: null, interval: null, intervalCount: null };
}

function planFact(event: IncomingEvent, plan: string | null): Signal[] {
  if (plan === null) return [];
  return [{ kind: 'account', accountKey: event.accountKey, occurredAt: event.at, plan }];
}

function ticket(state: 'opened' | 'closed'): FactEvent {
  const schema = z.object({
    ticket_id: text.pipe(z.string().min(1, 'is empty; name the ticket')),
    priority: optionalText,
    subject: optionalText,
  });
  return factEvent(schema, ({ ticket_id: ticketId, priority, subject }, event) => [
    { kind: 'ticket', accountKey: event.accountKey, occurredAt: event.at, ticketId, state, priority, subject },
  ]);
}

const npsFields = z.object({
  score: z.int('needs a whole number from 0 to 10').min(0, 'is below 0').max(10, 'is above 10'),
});
const nps = factEvent(npsFields, ({ score }, { id, accountKey, at, userKey }) => [
  // An answer without a name is an answer of its own.
  { kind: 'nps', accountKey, occurredAt: at, userKey: userKey ?? `anonymous-${id}`, score },
]);

const exception: FactEvent = {
  read: ({ id, accountKey, at, userKey }) => ({
    signals: [{ kind: 'error', accountKey, occurredAt: at, id, userKey }],
  }),
};

/** Facts about billing, support and errors, by event name. */
export const FACT_EVENTS: Readonly<Record<string, FactEvent>> = {
  subscription_started: subscriptionState(0, false),
  seat_count_set: subscriptionState(1, true),
  plan_changed: subscriptionState(1, false),
  subscription_canceled: subscriptionState(2, false),
  subscription_cancelled: subscriptionState(2, false),
  subscription_ended: subscriptionState(2, false),
  support_ticket_opened: ticket('opened'),
  support_ticket_closed: ticket('closed'),
  nps_submitted: nps,
  $exception: exception,
};

const SYSTEM_PREFIXES = ['subscription_', 'support_ticket_', 'nps_', 'billing_', 'email_open'];
const SYSTEM_NAMES: ReadonlySet<string> = new Set(['$create_alias', '$set', '$feature_flag_called', '$group']);

/** Events of the machinery that are neither facts we keep nor anybody's activity. */
export function isSystemEvent(name: string): boolean {
  return SYSTEM_NAMES.has(name) || SYSTEM_PREFIXES.some((prefix) => name.startsWith(prefix));
}
