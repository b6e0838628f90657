import { randomBytes } from 'node:crypto';
import type { Logger } from '../lib/log.ts';

/** Logs an unexpected error, and gives what may be told outside: nothing but a reference to the line in the log. */
export function noteFailure(log: Logger, error: unknown, request: { readonly method: string; readonly path: string }) {
  const reference = randomBytes(4).toString('hex');
  log.error({ err: error, reference, ...request }, 'request failed');
  return { code: 'internal', message: `Something went wrong here (reference ${reference}).` };
}
