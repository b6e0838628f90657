import { AppError } from '../../lib/errors.ts';
import type { FactEvent } from '../events/fact-event.ts';
import { FACT_EVENTS, isSystemEvent } from '../events/fact-events.ts';
import { type IncomingEvent, readEvent } from '../events/incoming-event.ts';
import { identify, identifyAccount } from '../events/profile-events.ts';
import { surfaceOf } from '../events/surface.ts';
import type { ParsedItem, Source, SourceSettings } from '../source.ts';

const NAME = 'events';
const FACTS: Readonly<Record<string, FactEvent>> = {
  ...FACT_EVENTS,
  $identify: identify,
  $groupidentify: identifyAccount,
};

/** Facts that the recipes send under the account's id, without naming the account again. */
const ABOUT_ACCOUNT: ReadonlySet<string> = new Set(['seat_count_set', 'plan_changed', 'subscription_started']);

/** The generic source: product events and well-known facts, sent by whoever holds an ingest key. */
export const events = {
  name: NAME,
  verify: null,
  parse: ({ payload, receivedAt, settings }) => ({
    items: eventList(payload).map((item) => parseEvent(item, receivedAt, settings)),
  }),
} satisfies Source;

/**
 * The events of a body: one event, an array, or `{"batch": [...]}`.
 * @throws AppError `invalid` for any other shape.
 */
export function eventList(payload: unknown): readonly unknown[] {
  if (Array.isArray(payload)) return payload;
  if (typeof payload === 'object' && payload !== null) {
    if (!('batch' in payload)) return [payload];
    if (Array.isArray(payload.batch)) return payload.batch;
  }
  throw new AppError('invalid', 'body: needs one event, an array of events, or {"batch": [events]}');
}

function parseEvent(item: unknown, receivedAt: Date, settings: SourceSettings): ParsedItem {
  const read = readEvent(item, NAME, receivedAt, settings.maxAgeDays);
  if ('code' in read) return read;
  const event = withAccount(read, item);
  const fact = Object.hasOwn(FACTS, event.name) ? FACTS[event.name] : undefined;
  if (fact) return fact.read(event, settings);
  if (isSystemEvent(event.name)) return { signals: [] };
  const { id, name, actor, userKey, accountKey, at } = event;
  const surface = surfaceOf(event.properties);
  return { signals: [{ kind: 'activity', id, name, actor, surface, userKey, accountKey, occurredAt: at }] };
}

function withAccount(event: IncomingEvent, item: unknown): IncomingEvent {
  if (event.accountKey !== '' || !ABOUT_ACCOUNT.has(event.name) || event.userKey === null) return event;
  const named = typeof item === 'object' && item !== null && 'user_id' in item;
  return named ? event : { ...event, accountKey: event.userKey, userKey: null };
}
