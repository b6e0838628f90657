import { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import { recordSchema } from '../events/event-fields.ts';
import { eventSignals } from '../events/event-signals.ts';
import { issueProblem, readEvent, sizeProblem } from '../events/incoming-event.ts';
import { idOf, objectOf } from '../events/loose.ts';
import { readableTraits } from '../events/profile-events.ts';
import { zonedTime } from '../events/zoned-time.ts';
import type { ParsedItem, SourceSettings } from '../source.ts';

const id = z.union([z.string(), z.int()], 'needs a text').nullish();
const time = z.string('needs a text such as 2026-03-01T09:00:00Z').nullish();
const object = recordSchema.nullish();
const messageSchema = z.object(
  {
    type: z.string('needs track, identify, group, page, screen or alias').nullish(),
    event: z.string('needs a text').nullish(),
    userId: id,
    groupId: id,
    messageId: id,
    name: z.unknown().optional(),
    previousId: id,
    timestamp: time,
    originalTimestamp: time,
    sentAt: time,
    context: object,
    properties: object,
    traits: object,
    channel: z.unknown().optional(),
  },
  'needs to be an object with type and userId',
);
type Message = z.infer<typeof messageSchema>;

/** Messages of which nothing is to be learned here. */
const IGNORED: ReadonlySet<string> = new Set(['alias', 'delete']);

/**
 * The messages of a body: one, an array, or `{"batch": [...]}` whose context and time hold for all that have no own.
 * @param type what they are when the address says it.
 * @throws AppError `invalid` for any other shape.
 */
export function messagesOf(payload: unknown, type?: string): readonly unknown[] {
  if (Array.isArray(payload)) return payload;
  if (typeof payload !== 'object' || payload === null) {
    throw new AppError('invalid', 'body: needs a message, an array of messages, or {"batch": [messages]}');
  }
  if (type !== undefined) return [{ ...payload, type }];
  if (!('batch' in payload)) return [payload];
  if (!Array.isArray(payload.batch)) throw new AppError('invalid', 'body: batch: needs to be a list of messages');
  const shared: Readonly<Record<string, unknown>> = { ...payload };
  return payload.batch.map((message: unknown) => withShared(message, shared['context'], shared['sentAt']));
}

function withShared(message: unknown, context: unknown, sentAt: unknown): unknown {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return message;
  const own: Readonly<Record<string, unknown>> = { ...message };
  const merged = { ...objectOf(context), ...objectOf(own['context']) };
  return { sentAt, ...own, ...(Object.keys(merged).length > 0 ? { context: merged } : {}) };
}

/** What one message says: activity of a person (track, page, screen), or facts about a person or an account. */
export function readMessage(item: unknown, receivedAt: Date, settings: SourceSettings): ParsedItem {
  const oversized = sizeProblem(item);
  if (oversized) return oversized;
  const parsed = messageSchema.safeParse(item);
  if (!parsed.success) return issueProblem(parsed.error, '');
  const message = parsed.data;
  const type = message.type ?? typeOf(message);
  const event = IGNORED.has(type) ? null : asEvent(type, message);
  if (event === null) return { signals: [] };
  if ('code' in event) return event;
  const at = message.timestamp ?? message.originalTimestamp ?? message.sentAt;
  const read = readEvent(
    {
      event: event.name,
      timestamp: at ? zonedTime(at) : receivedAt.toISOString(),
      account_id: accountOf(type, message),
      // Nobody is known by an anonymous id.
      user_id: idOf(message.userId),
      message_id: idOf(message.messageId),
      properties: event.properties,
    },
    'segment',
    receivedAt,
    // Facts hold at any age; activity that is too old is refused where it would be stored.
    settings.maxAgeDays ?? Number.POSITIVE_INFINITY,
  );
  return 'code' in read ? read : eventSignals(read, settings);
}

/** Some senders leave out the type where the shape says it. */
function typeOf(message: Message): string {
  if (idOf(message.previousId) !== null) return 'alias';
  if (message.event != null) return 'track';
  if (idOf(message.groupId) !== null) return 'group';
  if (message.traits) return 'identify';
  return message.name === undefined && !message.properties ? '' : 'page';
}

interface AsEvent {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The message in the terms of events; null when it says nothing about anybody who is known. */
function asEvent(type: string, message: Message): AsEvent | { code: string; message: string } | null {
  const properties = { surface: surfaceOf(message), ...message.properties };
  switch (type) {
    case 'track':
      if (message.event) return { name: message.event, properties };
      return { code: 'invalid', message: 'event: is missing; name what happened' };
    case 'page':
    case 'screen':
      return { name: type, properties };
    case 'identify':
      return idOf(message.userId) === null ? null : { name: '$identify', properties: personTraits(message) };
    case 'group':
      return { name: '$groupidentify', properties: readableTraits('account', message.traits ?? {}) };
    default:
      return {
        code: 'unknown_type',
        message: `type: ${type === '' ? 'is missing; say' : `${type.slice(0, 50)} is not`} track, identify, group, page, screen or alias`,
      };
  }
}

function personTraits({ context, traits }: Message): Readonly<Record<string, unknown>> {
  const given = { ...objectOf(context?.['traits']), ...traits };
  const parts = [given['firstName'], given['lastName']].filter((part) => typeof part === 'string' && part !== '');
  return readableTraits('person', { ...(parts.length > 0 ? { name: parts.join(' ') } : {}), ...given });
}

function accountOf(type: string, { context, groupId, properties, traits }: Message): string | null | undefined {
  const spoken = type === 'group' ? [groupId, context?.['groupId']] : [context?.['groupId'], groupId];
  return [...spoken, properties?.['account_id'], traits?.['account_id']].map(idOf).find((key) => key !== null);
}

function surfaceOf({ channel, context }: Message): string | undefined {
  const device = objectOf(context?.['device'])['type'];
  if (device === 'ios' || device === 'android') return device;
  return channel === 'browser' ? 'web' : undefined;
}
