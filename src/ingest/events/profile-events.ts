import { z } from 'zod';
import type { Signal } from '../../domain/signal.ts';
import { parseRfc3339 } from '../rfc3339.ts';
import { type FactEvent, factEvent } from './fact-event.ts';
import type { IncomingEvent } from './incoming-event.ts';

const text = z
  .string('needs a text')
  .trim()
  .nullish()
  .transform((value) => value || undefined);
const flag = z
  .boolean('needs true or false')
  .nullish()
  .transform((value) => value ?? undefined);
const day = z
  .string()
  .refine((value) => parseRfc3339(`${value}T00:00:00Z`) !== null, 'needs a day such as 2026-03-01')
  .nullish()
  .transform((value) => value ?? undefined);
const email = z
  .string('needs an e-mail address')
  .trim()
  .regex(/^[^\s@]{1,64}@[^\s@]{1,190}$/, 'needs an e-mail address')
  .nullish()
  .transform((value) => value ?? undefined);

const personFields = z.object({
  email,
  name: text,
  role: text,
  department: text,
  seat_assigned: flag,
  is_internal: flag,
  is_test: flag,
  opted_out: flag,
  persona: z
    .enum(['admin', 'key_contact', 'exec', 'procurement'], 'needs admin, key_contact, exec or procurement')
    .nullish(),
});

const accountFields = z.object({
  name: text,
  domain: text,
  aliases: z
    .array(z.string('needs a text'))
    .nullish()
    .transform((value) => value ?? undefined),
  plan: text,
  industry: text,
  owner_email: email,
  owner_name: text,
  owner_slack_id: text,
  customer_since: day,
  renews_on: day,
  excluded_reason: z
    .enum(['usage_based_plan', 'trial', 'internal', 'cancelled', 'free'])
    .nullish()
    .transform((value) => value ?? undefined),
});

/** Of a vendor's free-form traits those that can be read; what has another shape is left out instead of refused. */
export function readableTraits(about: 'person' | 'account', traits: object): Record<string, unknown> {
  const shape: Readonly<Record<string, z.ZodType>> = about === 'person' ? personFields.shape : accountFields.shape;
  return Object.fromEntries(Object.entries(traits).filter(([name, value]) => isReadable(shape, name, value)));
}

function isReadable(shape: Readonly<Record<string, z.ZodType>>, name: string, value: unknown): boolean {
  return Object.hasOwn(shape, name) && shape[name]?.safeParse(value).success === true;
}

/** Facts about a person: `$identify {email, name, role, department}`; with a persona also somebody we may write to. */
export const identify: FactEvent = {
  read: (event, settings) =>
    event.userKey === null
      ? { code: 'invalid', message: 'user_id: is missing; say who this is about' }
      : person.read(unnested(event, '$set'), settings),
};

const person = factEvent(personFields, (fields, event) => personSignals(event, event.userKey ?? '', fields));

const account = factEvent(accountFields, ({ owner_email, owner_name, owner_slack_id, ...fields }, event) => [
  {
    kind: 'account',
    accountKey: event.accountKey,
    occurredAt: event.at,
    name: fields.name,
    domain: fields.domain,
    aliases: fields.aliases,
    plan: fields.plan,
    industry: fields.industry,
    owner: owner_email ? { email: owner_email, name: owner_name, slackUserId: owner_slack_id } : undefined,
    customerSince: fields.customer_since,
    renewsOn: fields.renews_on,
    excludedReason: fields.excluded_reason,
  },
]);

/** Facts about the account: `$groupidentify {name, domain, plan, owner_email, renews_on…}`. */
export const identifyAccount: FactEvent = {
  read: (event, settings) => account.read(unnested(event, '$group_set'), settings),
};

function personSignals(event: IncomingEvent, userKey: string, fields: z.infer<typeof personFields>): Signal[] {
  const base = { accountKey: event.accountKey, occurredAt: event.at, userKey };
  const outside = fields.is_internal === true || fields.is_test === true;
  const known = fields.is_internal !== undefined || fields.is_test !== undefined;
  const user: Signal = {
    ...base,
    kind: 'user',
    email: fields.email,
    name: fields.name,
    role: fields.role,
    department: fields.department,
    seatAssigned: fields.seat_assigned,
    counts: known ? !outside : undefined,
  };
  if (!fields.persona) return [user];
  const contact: Signal = {
    ...base,
    kind: 'contact',
    contactId: userKey,
    name: fields.name ?? fields.email ?? userKey,
    email: fields.email ?? null,
    persona: fields.persona,
    optedOut: fields.opted_out ?? false,
  };
  return [user, contact];
}

/** The event with the properties of the nested object that some senders use. */
function unnested(event: IncomingEvent, key: string): IncomingEvent {
  const inner = event.properties[key];
  return { ...event, properties: { ...event.properties, ...(typeof inner === 'object' ? inner : {}) } };
}
