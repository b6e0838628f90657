import type { z } from 'zod';
import { isCleanText, MAX_AGE_DAYS } from '../../app/record/check-signal.ts';
import type { ActorType } from '../../domain/signal.ts';
import { canonicalJson, uuidOf } from '../event-id.ts';
import { parseRfc3339 } from '../rfc3339.ts';
import { type EventFields, eventSchema, plainFields, plainSize, recordSchema } from './event-fields.ts';

/** One event in the product's own terms, whichever form it was sent in. */
export interface IncomingEvent {
  readonly id: string;
  readonly name: string;
  readonly at: Date;
  /** '' when the event names no account. */
  readonly accountKey: string;
  readonly userKey: string | null;
  readonly actor: ActorType;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface EventProblem {
  readonly code: string;
  /** Begins with the field. */
  readonly message: string;
}

export const MAX_EVENT_BYTES = 32_768;
const MS_PER_DAY = 86_400_000;

/**
 * Reads one event: the native form (`account_id`, `user_id`, `timestamp` with an offset) or the form of the recipes
 * (`distinct_id`, the account among the properties, no timestamp needed: then the time of receipt counts).
 */
export function readEvent(
  item: unknown,
  source: string,
  receivedAt: Date,
  maxAgeDays = MAX_AGE_DAYS,
): IncomingEvent | EventProblem {
  const plain = plainSize(item) <= MAX_EVENT_BYTES;
  const oversized = plain ? null : sizeProblem(item);
  if (oversized) return oversized;
  const event = plainFields(item) ?? checkedFields(item);
  if ('code' in event) return event;
  const unclean = plain ? null : findUncleanText(item, '');
  if (unclean !== null) {
    return { code: 'invalid_text', message: `${unclean}: contains NUL or half a character; send well-formed Unicode` };
  }
  const properties = event.properties ?? {};
  const distinctId = event.distinct_id ?? textOf(properties['distinct_id']);
  const at = readTime(event.timestamp, distinctId !== null, receivedAt, maxAgeDays);
  if (!(at instanceof Date)) return at;
  const accountKey = (event.account_id ?? accountOf(properties) ?? '').trim();
  const person = event.user_id ?? distinctId;
  const messageId = event.message_id ?? event.uuid ?? textOf(properties['$insert_id']);
  const identity = messageId ?? canonicalJson({ ...event, timestamp: at.toISOString() });
  return {
    id: uuidOf(source, messageId === null ? 'content' : 'message', identity),
    name: event.event,
    at,
    accountKey,
    // The recipes send facts about an account under its own id, which is nobody's.
    userKey: event.user_id == null && person === accountKey ? null : person,
    actor: event.actor_type ?? actorOf(properties['actor_type']),
    properties,
  };
}

/** The first problem of a schema as code and message, its path written as the sender wrote it. */
export function issueProblem(error: z.ZodError, prefix: string): EventProblem {
  const [issue] = error.issues;
  const path = [prefix, ...(issue?.path ?? [])].filter((part) => part !== '').join('.');
  return { code: 'invalid', message: `${path === '' ? '' : `${path}: `}${issue?.message ?? 'cannot be read'}` };
}

function checkedFields(item: unknown): EventFields | EventProblem {
  const parsed = eventSchema.safeParse(item);
  return parsed.success ? parsed.data : issueProblem(parsed.error, '');
}

/** Whether an event is larger than what is taken, in bytes of its JSON. */
export function sizeProblem(item: unknown): EventProblem | null {
  const bytes = Buffer.byteLength(JSON.stringify(item) ?? '');
  if (bytes <= MAX_EVENT_BYTES) return null;
  return { code: 'too_large', message: `has ${bytes} bytes; at most ${MAX_EVENT_BYTES} per event are taken` };
}

function readTime(
  text: string | undefined,
  optional: boolean,
  receivedAt: Date,
  maxAgeDays: number,
): Date | EventProblem {
  if (text === undefined) {
    if (optional) return receivedAt;
    return { code: 'invalid', message: 'timestamp: is missing; send it with an offset, e.g. 2026-03-01T09:00:00Z' };
  }
  const at = parseRfc3339(text);
  if (at === null) {
    const dated = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text);
    const message = dated ? 'needs an offset, e.g.' : 'is not an RFC 3339 time with an offset, e.g.';
    return { code: 'invalid_timestamp', message: `timestamp: ${message} 2026-03-01T09:00:00Z` };
  }
  const age = receivedAt.getTime() - at.getTime();
  if (age > maxAgeDays * MS_PER_DAY) {
    return { code: 'too_old', message: `timestamp: is more than ${maxAgeDays} days ago; such events are not kept` };
  }
  if (age < -MS_PER_DAY) {
    return { code: 'in_future', message: 'timestamp: is more than 24 hours ahead; check the clock of the sender' };
  }
  return at;
}

function accountOf(properties: Readonly<Record<string, unknown>>): string | null {
  const groups = recordSchema.safeParse(properties['$groups']);
  return textOf(properties['account_id']) ?? (groups.success ? textOf(groups.data['company']) : null);
}

function actorOf(value: unknown): ActorType {
  return value === 'service' || value === 'api_key' || value === 'agent' ? value : 'human';
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string' && value !== '') return value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

function findUncleanText(value: unknown, path: string): string | null {
  if (typeof value === 'string') return isCleanText(value) ? null : path;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, field] of Object.entries(value)) {
    if (!isCleanText(name)) return path === '' ? 'a key' : `${path}, a key`;
    const found = findUncleanText(field, path === '' ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}
