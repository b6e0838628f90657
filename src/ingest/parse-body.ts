import { AppError, messageOf } from '../lib/errors.ts';
import { pruneJson } from './prune-json.ts';
import { type JsonLimits, scanJson } from './scan-json.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON value of a body, read only when it keeps the limits.
 * @throws AppError `invalid` that says what is wrong with it.
 */
export function parseBody(raw: Uint8Array, limits: JsonLimits): unknown {
  const problem = scanJson(raw, limits);
  if (problem !== null) throw new AppError('invalid', `body: ${problem}`);
  return parsed(raw);
}

/** A body that may be a list, and what is wrong with those of its items that break a limit: `null` is in their place. */
export interface ParsedList {
  readonly payload: unknown;
  readonly problems: ReadonlyMap<number, string>;
}

/**
 * As `parseBody`, but an item of a list that breaks the limits does not sink the others.
 * @throws AppError `invalid` that says what is wrong with the body as a whole.
 */
export function parseList(raw: Uint8Array, limits: JsonLimits): ParsedList {
  if (scanJson(raw, limits) === null) return { payload: parsed(raw), problems: new Map() };
  const pruned = pruneJson(raw, limits);
  if (pruned === null) return { payload: parseBody(raw, limits), problems: new Map() };
  return { payload: parsed(pruned.bytes), problems: pruned.problems };
}

function parsed(raw: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(raw));
  } catch (error) {
    const reason = error instanceof TypeError ? 'is not UTF-8' : `is not JSON (${messageOf(error).slice(0, 120)})`;
    throw new AppError('invalid', `body: ${reason}`);
  }
}
