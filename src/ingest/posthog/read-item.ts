import { z } from 'zod';
import type { Signal } from '../../domain/signal.ts';
import { recordSchema } from '../events/event-fields.ts';
import { eventSignals, isFactEvent, withAccount } from '../events/event-signals.ts';
import { type IncomingEvent, issueProblem, readEvent } from '../events/incoming-event.ts';
import { idOf, objectOf } from '../events/loose.ts';
import { readableTraits } from '../events/profile-events.ts';
import { zonedTime } from '../events/zoned-time.ts';
import type { ParsedItem, SourceSettings } from '../source.ts';

interface Reading {
  readonly receivedAt: Date;
  readonly settings: SourceSettings;
  /** The group type whose key is the account's id. */
  readonly groupType: string;
}

const id = z.union([z.string(), z.int()]).nullish();
const capturedSchema = z.object({
  event: z.string('is missing; name what happened'),
  distinct_id: id,
  uuid: z.string().nullish(),
  timestamp: z.string('needs a text such as 2026-03-01T09:00:00Z').nullish(),
  properties: recordSchema.nullish(),
});
const hookSchema = z.object({
  event: capturedSchema,
  person: z.object({ properties: recordSchema.nullish() }).nullish(),
  groups: z.record(z.string(), z.unknown()).nullish(),
});

/** Surfaces by PostHog's libraries; those of servers speak for any. */
const SURFACES: Readonly<Record<string, string | undefined>> = {
  web: 'web',
  'posthog-ios': 'ios',
  'posthog-android': 'android',
};

type Captured = z.infer<typeof capturedSchema>;
type Properties = Readonly<Record<string, unknown>>;

/** What a person does. Every other name with `$` is PostHog's own bookkeeping. */
const DONE_BY_PEOPLE: ReadonlySet<string> = new Set(['$pageview', '$screen', '$autocapture', '$rageclick']);

/** One event: as the webhook destination sends it (`event` is an object) or as the capture API takes it. */
export function readPosthogItem(item: unknown, reading: Reading): ParsedItem {
  if (isHook(item)) {
    const hook = hookSchema.safeParse(item);
    if (!hook.success) return issueProblem(hook.error, '');
    const { event, person, groups } = hook.data;
    return readCaptured({ captured: event, person: person?.properties ?? {}, groups: groups ?? {} }, reading);
  }
  const captured = capturedSchema.safeParse(item);
  if (!captured.success) return issueProblem(captured.error, '');
  return readCaptured({ captured: captured.data, person: {}, groups: {} }, reading);
}

function isHook(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'event' in item && typeof item.event === 'object';
}

interface Delivered {
  readonly captured: Captured;
  /** Properties of the person, and groups by type, where the destination sends them. */
  readonly person: Properties;
  readonly groups: Properties;
}

function readCaptured({ captured, person, groups }: Delivered, reading: Reading): ParsedItem {
  const { receivedAt, settings } = reading;
  const named = asNamed(captured, reading.groupType);
  if (named === null) return { signals: [] };
  const read = readEvent(
    {
      event: named.name,
      timestamp: captured.timestamp ? zonedTime(captured.timestamp) : receivedAt.toISOString(),
      account_id: named.account ?? groupKey(groups, reading.groupType),
      distinct_id: captured.distinct_id,
      uuid: captured.uuid,
      properties: named.properties,
    },
    'posthog',
    receivedAt,
    // Facts hold at any age; activity that is too old is refused where it would be stored.
    settings.maxAgeDays ?? Number.POSITIVE_INFINITY,
  );
  if ('code' in read) return read;
  const event = withAccount(read);
  const known = named.properties['$is_identified'] !== false ? event : { ...event, userKey: null };
  const result = eventSignals(known, settings);
  if (!('signals' in result) || isFactEvent(event.name)) return result;
  return { signals: [...result.signals, ...profileOf(known, person)] };
}

interface Named {
  readonly name: string;
  readonly account: string | null;
  readonly properties: Properties;
}

/** The event under the name that we know, with the traits that can be read; null when nothing is to be learned. */
function asNamed({ event: name, properties }: Captured, groupType: string): Named | null {
  const given = properties ?? {};
  const account = accountOf(given, groupType);
  if (name === '$identify' || name === '$set') {
    const traits = { ...objectOf(given['$set_once']), ...objectOf(given['$set']) };
    const { distinct_id } = given;
    return { name: '$identify', account, properties: { distinct_id, ...readableTraits('person', traits) } };
  }
  if (name === '$groupidentify') {
    if (given['$group_type'] !== groupType) return null;
    const traits = readableTraits('account', objectOf(given['$group_set']));
    return { name, account: idOf(given['$group_key']), properties: traits };
  }
  if (name.startsWith('$') && !isFactEvent(name) && !DONE_BY_PEOPLE.has(name)) return null;
  return { name, account, properties: { surface: SURFACES[String(given['$lib'])], ...given } };
}

function accountOf(properties: Properties, groupType: string): string | null {
  return idOf(properties['account_id']) ?? idOf(objectOf(properties['$groups'])[groupType]);
}

/** The key among the groups that a destination may send beside the event. */
function groupKey(groups: Properties, groupType: string): string | null {
  return idOf(objectOf(groups[groupType])['id']);
}

/** What the destination says of the person who did it, where it says an address. */
function profileOf(event: IncomingEvent, person: Properties): Signal[] {
  const { email, name } = readableTraits('person', person);
  if (typeof email !== 'string' || event.userKey === null || event.accountKey === '') return [];
  const { accountKey, userKey, at } = event;
  const shown = typeof name === 'string' ? name.trim() || undefined : undefined;
  return [{ kind: 'user', accountKey, userKey, occurredAt: at, email: email.trim(), name: shown }];
}
