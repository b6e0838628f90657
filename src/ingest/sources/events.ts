import { AppError } from '../../lib/errors.ts';
import { eventSignals, withAccount } from '../events/event-signals.ts';
import { readEvent } from '../events/incoming-event.ts';
import type { ParsedItem, Source, SourceSettings } from '../source.ts';

const NAME = 'events';

/** The generic source: product events and well-known facts, sent by whoever holds an ingest key. */
export const events = {
  name: NAME,
  noAccount: 'send account_id with every event',
  verify: null,
  api: {
    paths: ['/v1/events'],
    scheme: 'Bearer',
    limits: { bytes: 524_288, events: 500 },
    list: (payload) => eventList(payload),
  },
  parse: ({ payload, receivedAt, settings }) => ({
    items: eventList(payload).map((item) => parseEvent(item, receivedAt, settings)),
  }),
} satisfies Source;

/** One event, an array, or `{"batch": [...]}`. */
function eventList(payload: unknown): readonly unknown[] {
  if (Array.isArray(payload)) return payload;
  if (typeof payload === 'object' && payload !== null) {
    if (!('batch' in payload)) return [payload];
    if (Array.isArray(payload.batch)) return payload.batch;
  }
  throw new AppError('invalid', 'body: needs one event, an array of events, or {"batch": [events]}');
}

function parseEvent(item: unknown, receivedAt: Date, settings: SourceSettings): ParsedItem {
  const event = readEvent(item, NAME, receivedAt, settings.maxAgeDays);
  if ('code' in event) return event;
  const named = typeof item === 'object' && item !== null && 'user_id' in item;
  return eventSignals(named ? event : withAccount(event), settings);
}
