export interface JsonLimits {
  readonly depth: number;
  /** Keys of one object. */
  readonly keys: number;
}

/** Of webhooks: vendors' objects are wider than one's own (an error lists every installed package). */
export const WEBHOOK_LIMITS: JsonLimits = { depth: 32, keys: 2000 };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * One pass over the bytes, before anything is parsed: a short text can nest deeply enough to exhaust the stack, or
 * hold enough keys to block the process. Null when the limits are kept; whether it is JSON is not decided here.
 */
export function scanJson(bytes: Uint8Array, limits: JsonLimits): string | null {
  const keys: number[] = [];
  const end = bytes.length;
  for (let at = 0; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at++;
      while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    } else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      if (keys.length === limits.depth) return `nested deeper than ${limits.depth} levels`;
      keys.push(0);
    } else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      keys.pop();
    } else if (byte === COLON) {
      const last = keys.length - 1;
      const count = (keys[last] ?? 0) + 1;
      if (count > limits.keys) return `an object has more than ${limits.keys} keys`;
      if (last >= 0) keys[last] = count;
    }
  }
  return null;
}
