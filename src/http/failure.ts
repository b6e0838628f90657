import { randomBytes } from 'node:crypto';
import type { Logger } from '../lib/log.ts';

interface FailedRequest {
  readonly method: string;
  readonly path: string;
  /** As the sender or a proxy in front of us calls it (`X-Request-Id`). */
  readonly id?: string | undefined;
}

/** Longer ones, or with other characters, are not repeated. */
const REQUEST_ID = /^[\w-]{8,64}$/;

/**
 * Logs an unexpected error, and gives what may be told outside: nothing but a reference to the line in the log. A
 * request that came with an id is known by it.
 */
export function noteFailure(log: Logger, error: unknown, { id = '', method, path }: FailedRequest) {
  const reference = REQUEST_ID.test(id) ? id : randomBytes(4).toString('hex');
  log.error({ err: error, reference, method, path }, 'request failed');
  return { code: 'internal', message: `Something went wrong here (reference ${reference}).` };
}
