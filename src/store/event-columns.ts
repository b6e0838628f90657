import type { Day } from '../domain/day.ts';

/** Stands for nobody, and for no surface. */
export const NOTHING = -1;

/** Rows of `events` column by column: thousands of objects would cost more than what is in them. */
export interface EventColumns {
  readonly accountId: Float64Array;
  /** Milliseconds since 1970. */
  readonly at: Float64Array;
  /** UUIDs, four words each. */
  readonly id: Uint32Array;
  /** `NOTHING`: nobody. */
  readonly userNo: Int32Array;
  readonly nameId: Int32Array;
  /** `NOTHING`: not said. */
  readonly surfaceId: Int32Array;
  /** One of `EVENT_KIND`. */
  readonly kind: Uint8Array;
  /** Local days. */
  readonly day: Day[];
}

/** Room for so many rows. */
export function newEventColumns(rows: number): EventColumns {
  return {
    accountId: new Float64Array(rows),
    at: new Float64Array(rows),
    id: new Uint32Array(rows * 4),
    userNo: new Int32Array(rows),
    nameId: new Int32Array(rows),
    surfaceId: new Int32Array(rows),
    kind: new Uint8Array(rows),
    day: new Array<Day>(rows).fill(''),
  };
}

const NO_DIGIT = -1;
const DASH = 45;
const DIGITS = new Int32Array(128).fill(NO_DIGIT);
for (const [digit, letter] of [...'0123456789abcdef'].entries()) {
  DIGITS[letter.charCodeAt(0)] = digit;
  DIGITS[letter.toUpperCase().charCodeAt(0)] = digit;
}

/** Reads a UUID in its usual form into the four words of a row; false when it has another one. */
export function readUuid(text: string, words: Uint32Array, row: number): boolean {
  if (text.length !== 36 || !hasDashes(text)) return false;
  const a = fourDigits(text, 0);
  const b = fourDigits(text, 4);
  const c = fourDigits(text, 9);
  const d = fourDigits(text, 14);
  const e = fourDigits(text, 19);
  const f = fourDigits(text, 24);
  const g = fourDigits(text, 28);
  const h = fourDigits(text, 32);
  // Only what is no digit has a sign.
  if ((a | b | c | d | e | f | g | h) < 0) return false;
  const at = row * 4;
  words[at] = (a << 16) | b;
  words[at + 1] = (c << 16) | d;
  words[at + 2] = (e << 16) | f;
  words[at + 3] = (g << 16) | h;
  return true;
}

function hasDashes(text: string): boolean {
  return (
    text.charCodeAt(8) === DASH &&
    text.charCodeAt(13) === DASH &&
    text.charCodeAt(18) === DASH &&
    text.charCodeAt(23) === DASH
  );
}

function fourDigits(text: string, at: number): number {
  const a = text.charCodeAt(at);
  const b = text.charCodeAt(at + 1);
  const c = text.charCodeAt(at + 2);
  const d = text.charCodeAt(at + 3);
  if ((a | b | c | d) > 127) return NO_DIGIT;
  return (digit(a) << 12) | (digit(b) << 8) | (digit(c) << 4) | digit(d);
}

function digit(code: number): number {
  return DIGITS[code] ?? NO_DIGIT;
}

/** Negative, 0 or positive as the id of row `a` comes before, is, or comes after that of row `b`, as PostgreSQL sorts. */
export function compareIds({ id }: EventColumns, a: number, b: number): number {
  for (let word = 0; word < 4; word += 1) {
    const difference = (id[a * 4 + word] ?? 0) - (id[b * 4 + word] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
