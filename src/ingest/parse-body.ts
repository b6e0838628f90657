import { AppError, messageOf } from '../lib/errors.ts';
import { type JsonLimits, scanJson } from './scan-json.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON value of a body, read only when it keeps the limits.
 * @throws AppError `invalid` that says what is wrong with it.
 */
export function parseBody(raw: Uint8Array, limits: JsonLimits): unknown {
  const problem = scanJson(raw, limits);
  if (problem !== null) throw new AppError('invalid', `body: ${problem}`);
  try {
    return JSON.parse(UTF8.decode(raw));
  } catch (error) {
    const reason = error instanceof TypeError ? 'is not UTF-8' : `is not JSON (${messageOf(error).slice(0, 120)})`;
    throw new AppError('invalid', `body: ${reason}`);
  }
}
