import type { Signal } from '../../domain/signal.ts';

/** Why one signal cannot be stored; the message names the field and the remedy. */
export interface SignalProblem {
  readonly code: string;
  readonly message: string;
}

export const MAX_KEY_BYTES = 200;
/** Events that arrive by themselves may be this old: a year to compare with, and a month. */
export const MAX_AGE_DAYS = 401;
const MS_PER_DAY = 86_400_000;
const MAX_TIME = Date.parse('9999-12-31T00:00:00Z');
const MIN_TIME = Date.parse('1970-01-01T00:00:00Z');
/** Fields by the names under which senders know them. */
const SENT_AS: Readonly<Record<string, string>> = {
  accountKey: 'account_id',
  userKey: 'user_id',
  ticketId: 'ticket_id',
  subscriptionId: 'subscription_id',
  contactId: 'contact_id',
};
const KEYS: ReadonlySet<string> = new Set([
  'accountKey',
  'userKey',
  'ticketId',
  'subscriptionId',
  'stateId',
  'contactId',
]);

/**
 * Checks what PostgreSQL would refuse or, worse, silently change: texts with NUL or half characters, keys of no or
 * excessive length, instants outside of what is kept. Null when the signal can be stored.
 */
export function checkSignal(signal: Signal, now: Date, maxAgeDays = MAX_AGE_DAYS): SignalProblem | null {
  if (signal.accountKey === '') {
    return { code: 'no_account', message: 'account_id: is missing; say which account this belongs to' };
  }
  const problem = timeProblem(signal, now, maxAgeDays);
  // What waits for its account is kept as a whole.
  if (problem !== null || signal.knownOnly || (signal.kind !== 'activity' && signal.kind !== 'error')) {
    return problem ?? fieldProblem(signal, '');
  }
  return (
    textProblem(signal.accountKey, 'account_id', true) ??
    (signal.userKey === null ? null : textProblem(signal.userKey, 'user_id', true)) ??
    (signal.kind === 'activity' ? textProblem(signal.name, 'event', true) : null)
  );
}

/** Whether a text can be stored and shown: no NUL, no half of a surrogate pair. */
export function isCleanText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

function timeProblem(signal: Signal, now: Date, maxAgeDays: number): SignalProblem | null {
  const at = signal.occurredAt.getTime();
  if (!(at >= MIN_TIME && at <= MAX_TIME)) {
    return { code: 'invalid_timestamp', message: 'timestamp: is not an instant between 1970 and 9999' };
  }
  if (at - now.getTime() > MS_PER_DAY) {
    return { code: 'in_future', message: 'timestamp: is more than 24 hours ahead; check the clock of the sender' };
  }
  const windowed = signal.kind === 'activity' || signal.kind === 'error';
  if (windowed && now.getTime() - at > maxAgeDays * MS_PER_DAY) {
    return { code: 'too_old', message: `timestamp: is more than ${maxAgeDays} days ago; such events are not kept` };
  }
  return null;
}

function fieldProblem(value: object, path: string): SignalProblem | null {
  for (const [key, field] of Object.entries(value)) {
    const name = SENT_AS[key] ?? key;
    const problem = valueProblem(field, path === '' ? name : `${path}.${name}`, key);
    if (problem) return problem;
  }
  return null;
}

function valueProblem(field: unknown, path: string, key: string): SignalProblem | null {
  if (typeof field === 'string') return textProblem(field, path, KEYS.has(key));
  if (field instanceof Date) {
    const at = field.getTime();
    return at >= MIN_TIME && at <= MAX_TIME
      ? null
      : { code: 'invalid_timestamp', message: `${path}: is not an instant between 1970 and 9999` };
  }
  return typeof field === 'object' && field !== null ? fieldProblem(field, path) : null;
}

function textProblem(text: string, path: string, isKey: boolean): SignalProblem | null {
  if (!isCleanText(text)) {
    return { code: 'invalid_text', message: `${path}: contains NUL or half a character; send well-formed Unicode` };
  }
  if (!isKey) return null;
  if (text === '') return { code: 'invalid_key', message: `${path}: is empty; leave it out or name it` };
  const bytes = text.length > MAX_KEY_BYTES / 4 ? new TextEncoder().encode(text).length : 0;
  if (bytes > MAX_KEY_BYTES) {
    return { code: 'too_long', message: `${path}: has ${bytes} bytes, at most ${MAX_KEY_BYTES} are kept` };
  }
  return null;
}
