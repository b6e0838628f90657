import { z } from 'zod';
import { isCleanText, MAX_KEY_BYTES } from '../../app/record/check-signal.ts';

const shortText = z
  .string()
  .refine((text) => Buffer.byteLength(text) <= MAX_KEY_BYTES, `is longer than ${MAX_KEY_BYTES} bytes`);
const key = z.union([z.string(), z.int()], 'needs a text').transform(String).pipe(shortText);
const actors = ['human', 'service', 'api_key', 'agent'] as const;

/** Properties, or the groups among them: an object of anything. */
export const recordSchema = z.record(z.string(), z.unknown(), 'needs an object');

/** The fields of an event that are read. */
export const eventSchema = z.object(
  {
    event: z.string('is missing; name what happened').min(1, 'is empty; name what happened').pipe(shortText),
    timestamp: z.string('needs a text such as 2026-03-01T09:00:00Z').optional(),
    account_id: key.nullish(),
    user_id: key.nullish(),
    distinct_id: key.nullish(),
    message_id: key.nullish(),
    uuid: key.nullish(),
    actor_type: z.enum(actors, 'needs human, service, api_key or agent').nullish(),
    properties: recordSchema.nullish(),
  },
  'needs to be an object with event, timestamp and account_id',
);
export type EventFields = z.infer<typeof eventSchema>;

/** A text of so many UTF-16 units keeps the limit in bytes whatever it says. */
const SURELY_SHORT = Math.floor(MAX_KEY_BYTES / 3);

/**
 * The fields of an event whose texts are all short texts, as nearly every event has them: what the schema would say,
 * in a fraction of its time. Null when only the schema can tell.
 */
export function plainFields(item: unknown): EventFields | null {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null;
  const given: Partial<Record<keyof EventFields, unknown>> = item;
  const { event, timestamp, account_id, user_id, distinct_id, message_id, uuid, actor_type, properties } = given;
  if (typeof event !== 'string' || event === '' || event.length > SURELY_SHORT) return null;
  if (timestamp !== undefined && typeof timestamp !== 'string') return null;
  if (!isPlainKey(account_id) || !isPlainKey(user_id) || !isPlainKey(distinct_id)) return null;
  if (!isPlainKey(message_id) || !isPlainKey(uuid)) return null;
  if (actor_type != null && actor_type !== 'human') return null;
  if (!isPlainRecord(properties)) return null;
  return { event, timestamp, account_id, user_id, distinct_id, message_id, uuid, actor_type, properties };
}

function isPlainKey(value: unknown): value is string | null | undefined {
  return value == null || (typeof value === 'string' && value.length <= SURELY_SHORT);
}

function isPlainRecord(value: unknown): value is Record<string, unknown> | null | undefined {
  if (value == null) return true;
  return typeof value === 'object' && !Array.isArray(value) && !Object.hasOwn(value, '__proto__');
}

/** JSON writes no UTF-16 unit and no number, true or null longer than this. */
const MOST_BYTES_PER_UNIT = 6;
const MOST_BYTES_PER_VALUE = 32;

/**
 * At most so many bytes does the value have as JSON; Infinity when it holds a text that must not be stored, or may.
 * One look that spares nearly every event the exact answers.
 */
export function plainSize(value: unknown): number {
  if (typeof value === 'string') return textSize(value);
  if (typeof value !== 'object' || value === null) return MOST_BYTES_PER_VALUE;
  let size = MOST_BYTES_PER_VALUE;
  if (Array.isArray(value)) {
    for (const part of value) size += plainSize(part);
    return size;
  }
  // Of JSON, so that nothing is inherited: and half the time of a list of entries.
  for (const name in value) size += textSize(name) + plainSize(value[name as keyof typeof value]);
  return size;
}

function textSize(text: string): number {
  return isCleanText(text) ? MOST_BYTES_PER_UNIT * text.length + MOST_BYTES_PER_VALUE : Number.POSITIVE_INFINITY;
}
