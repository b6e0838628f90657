import { z } from 'zod';
import type { ErrorSignal } from '../../domain/signal.ts';
import { AppError } from '../../lib/errors.ts';
import { uuidOf } from '../event-id.ts';
import { issueProblem } from '../events/incoming-event.ts';
import { isHmacSha256 } from '../hmac.ts';
import { parseRfc3339 } from '../rfc3339.ts';
import type { ParsedItem, Source } from '../source.ts';
import { VENDOR_DEFAULTS } from '../vendor-settings.ts';

const NAME = 'sentry';
/** Beyond this a double is no instant that anything could have happened at. */
const MAX_SECONDS = 253_402_300_799;

const delivery = z.object({
  action: z.string(),
  data: z.object({ error: z.unknown().optional(), event: z.unknown().optional() }),
});

const tagPair = z.union([
  z.tuple([z.string(), z.unknown()]),
  z.object({ key: z.string(), value: z.unknown() }).transform(({ key, value }) => [key, value] as const),
]);
const tagPairs = z.array(tagPair.nullable().catch(null)).transform((tags) => tags.filter((tag) => tag !== null));
const tagObject = z.record(z.string(), z.unknown()).transform((tags) => Object.entries(tags));

/** An occurrence of an error, as `error` webhooks and issue alerts hold it. */
const occurrence = z.object({
  event_id: z
    .string('is missing; it tells one error from another')
    .regex(/^[\w-]{1,100}$/, 'is not the id of an event'),
  datetime: z.string().nullish(),
  timestamp: z.number().min(0).max(MAX_SECONDS).nullish().catch(null),
  type: z.string().nullish().catch(null),
  level: z.string().nullish().catch(null),
  tags: z.union([tagPairs, tagObject]).nullish().catch(null),
  user: z.object({ id: z.unknown().optional(), email: z.unknown().optional() }).nullish().catch(null),
});
type Occurrence = z.infer<typeof occurrence>;

/**
 * Sentry's webhook: every occurrence of an error, from the resource `error` or from an issue alert. Issues say how
 * often something happened but not to whom, so they, metric alerts, comments and installations are taken and ignored.
 * Only what is signed is believed: an occurrence counts once by its event id, and headers such as `Request-ID`, the
 * resource and the time of the hook decide nothing.
 */
export const sentry = {
  name: NAME,
  noAccount: 'set the tag account_id (or the one of sources.sentry.account_tag) where your product knows the customer',
  verify: async ({ raw, headers, secrets }) =>
    isHmacSha256(headers.get('sentry-hook-signature'), { secrets, parts: [raw], encoding: 'hex' }),
  parse: ({ payload, receivedAt, settings }) => {
    const parsed = delivery.safeParse(payload);
    if (!parsed.success) throw new AppError('invalid', 'body: is not a Sentry webhook with action and data');
    const { action, data } = parsed.data;
    const tag = (settings.sources ?? VENDOR_DEFAULTS).sentry.account_tag;
    if (action === 'created' && data.error !== undefined) {
      return { items: [errorItem(data.error, 'data.error', tag, receivedAt)] };
    }
    if (action === 'triggered' && data.event !== undefined) {
      return { items: [errorItem(data.event, 'data.event', tag, receivedAt)] };
    }
    return { items: [{ signals: [] }] };
  },
} satisfies Source;

function errorItem(value: unknown, path: string, tag: string, receivedAt: Date): ParsedItem {
  const parsed = occurrence.safeParse(value);
  if (!parsed.success) return issueProblem(parsed.error, path);
  const event = parsed.data;
  if (!isError(event)) return { signals: [] };
  const at = timeOf(event, receivedAt);
  if (at === null) return { code: 'invalid_timestamp', message: `${path}.datetime: is not an RFC 3339 time` };
  const account = event.tags?.find(([key]) => key === tag)?.[1];
  const signal: ErrorSignal = {
    kind: 'error',
    id: uuidOf(NAME, 'event', event.event_id.replaceAll('-', '').toLowerCase()),
    accountKey: textOf(account) ?? '',
    knownOnly: true,
    occurredAt: at,
    userKey: textOf(event.user?.id) ?? textOf(event.user?.email),
  };
  return { signals: [signal] };
}

/** Alerts also fire for messages and transactions: those count when their level says error. */
function isError({ type, level }: Occurrence): boolean {
  return (type ?? 'error') === 'error' || level === 'error' || level === 'fatal';
}

function timeOf({ datetime, timestamp }: Occurrence, receivedAt: Date): Date | null {
  if (datetime) return parseRfc3339(datetime);
  return timestamp == null ? receivedAt : new Date(Math.round(timestamp * 1000));
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null;
  return Number.isSafeInteger(value) ? String(value) : null;
}
