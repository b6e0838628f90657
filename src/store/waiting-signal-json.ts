import { z } from 'zod';
import type { Signal } from '../domain/signal.ts';

type Kind = Signal['kind'];
type SignalOf<K extends Kind> = Extract<Signal, { kind: K }>;
/** Every field of a signal, also the optional ones: a field that is new in the domain does not compile here. */
type Shape<S> = { readonly [F in keyof S]-?: z.ZodType<S[F]> };
/** Fields that read every value that the domain knows, too: a new word of an enumeration does not compile either. */
type Whole<S, T> = {
  readonly [F in keyof S]-?: F extends keyof T ? ([S[F]] extends [z.output<T[F]>] ? unknown : never) : never;
};

const fieldsOf =
  <S>() =>
  <T extends Shape<S>>(fields: T & Whole<S, T>): T =>
    fields;

const instant = z.iso.datetime().transform((text) => new Date(text));
const text = z.string();
const optionalText = text.optional();
const base = { accountKey: text, occurredAt: instant, knownOnly: z.literal(true).optional() };

const activity = fieldsOf<SignalOf<'activity'>>()({
  ...base,
  kind: z.literal('activity'),
  id: text,
  name: text,
  actor: z.enum(['human', 'service', 'api_key', 'agent']),
  surface: text.nullish(),
  userKey: text.nullable(),
});
const error = fieldsOf<SignalOf<'error'>>()({ ...base, kind: z.literal('error'), id: text, userKey: text.nullable() });
const ticket = fieldsOf<SignalOf<'ticket'>>()({
  ...base,
  kind: z.literal('ticket'),
  ticketId: text,
  state: z.enum(['opened', 'closed', 'unchanged']),
  priority: text.nullable(),
  subject: text.nullable(),
});
const nps = fieldsOf<SignalOf<'nps'>>()({ ...base, kind: z.literal('nps'), userKey: text, score: z.number() });
const item = fieldsOf<SignalOf<'subscription'>['items'][number]>()({
  item: text,
  seats: z.number().nullable(),
  unitAmountDecimal: text.nullable(),
  interval: text.nullable(),
  intervalCount: z.number().nullable(),
  periodStart: instant.nullish(),
  periodEnd: instant.nullish(),
});
const subscription = fieldsOf<SignalOf<'subscription'>>()({
  ...base,
  kind: z.literal('subscription'),
  subscriptionId: text,
  stateId: text,
  precedence: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  status: z.enum(['active', 'past_due', 'trialing', 'unpaid', 'paused', 'incomplete', 'canceled']),
  plan: text.nullable(),
  currency: text.nullable(),
  seats: z.number().nullable(),
  mrrMinor: z.number().nullable(),
  mrrUnknown: z.boolean(),
  usageBased: z.boolean(),
  startedAt: instant.nullable(),
  renewsAt: instant.nullable(),
  cancelAtPeriodEnd: z.boolean(),
  billingAnchor: instant.nullish(),
  items: z.array(z.strictObject(item)).readonly(),
});
const account = fieldsOf<SignalOf<'account'>>()({
  ...base,
  kind: z.literal('account'),
  name: optionalText,
  domain: optionalText,
  aliases: z.array(text).readonly().optional(),
  plan: optionalText,
  industry: optionalText,
  owner: z.strictObject({ email: text, name: optionalText, slackUserId: optionalText }).optional(),
  customerSince: optionalText,
  renewsOn: optionalText,
  excludedReason: z.enum(['usage_based_plan', 'trial', 'internal', 'cancelled', 'free']).nullable().optional(),
  stripeCustomerId: optionalText,
});
const user = fieldsOf<SignalOf<'user'>>()({
  ...base,
  kind: z.literal('user'),
  userKey: text,
  email: optionalText,
  name: optionalText,
  role: optionalText,
  department: optionalText,
  seatAssigned: z.boolean().optional(),
  counts: z.boolean().optional(),
});
const contact = fieldsOf<SignalOf<'contact'>>()({
  ...base,
  kind: z.literal('contact'),
  contactId: text,
  name: text,
  email: text.nullable(),
  persona: z.enum(['admin', 'key_contact', 'exec', 'procurement']),
  userKey: text.nullable(),
  optedOut: z.boolean(),
});

const loss = fieldsOf<SignalOf<'loss'>>()({
  ...base,
  kind: z.literal('loss'),
  churned: z.boolean(),
  lostMrrMinor: z.number().nullable(),
  currency: text.nullable(),
  reason: text.nullable(),
});

const schemas: { readonly [K in Kind]: z.ZodType<SignalOf<K>> } = {
  activity: z.strictObject(activity),
  error: z.strictObject(error),
  ticket: z.strictObject(ticket),
  nps: z.strictObject(nps),
  subscription: z.strictObject(subscription),
  account: z.strictObject(account),
  user: z.strictObject(user),
  contact: z.strictObject(contact),
  loss: z.strictObject(loss),
};
const kindSchema = z.looseObject({
  kind: z.enum(['activity', 'error', 'ticket', 'nps', 'subscription', 'account', 'user', 'contact', 'loss']),
});

/** How waiting signals are written: their fields as JSON, instants as RFC 3339 in UTC. */
export const SIGNAL_VERSION = 1;

/** A signal as JSON of this version. */
export function writeSignal(signal: Signal): string {
  return JSON.stringify(signal);
}

/** A signal that was written before; null when it is of another version or no signal. */
export function readSignal(version: number, value: unknown): Signal | null {
  const known = kindSchema.safeParse(value);
  if (version !== SIGNAL_VERSION || !known.success) return null;
  const parsed = schemas[known.data.kind].safeParse(value);
  return parsed.success ? parsed.data : null;
}
