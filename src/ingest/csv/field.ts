import { type DecimalMark, readAmount } from './amount.ts';
import { readDay, readInstant } from './date-format.ts';

/** What a column may hold; an array is a closed list of words. */
export type FieldType =
  | 'text'
  | 'email'
  | 'domain'
  | 'day'
  | 'instant'
  | 'count'
  | 'amount'
  | 'flag'
  | readonly string[];

export interface FieldOptions {
  /** Of days, such as DD-MM-YYYY. */
  readonly dateFormat: string;
  readonly timeZone: string;
  /** A point when absent. */
  readonly decimal?: DecimalMark | undefined;
}

/** A field in one spelling: days as YYYY-MM-DD, instants as ISO text, amounts with a point, flags as true or false. */
export type FieldResult = { readonly value: string } | { readonly problem: string };

export const DEFAULT_DATE_FORMAT = 'YYYY-MM-DD';
const YES: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1']);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'n', '0']);

/** Reads a cell that is not empty. */
export function readField(type: FieldType, text: string, options: FieldOptions): FieldResult {
  if (typeof type !== 'string') {
    const word = type.find((candidate) => candidate === text.toLowerCase());
    return word === undefined ? { problem: `is none of ${type.join(', ')}` } : { value: word };
  }
  const { dateFormat, timeZone, decimal = '.' } = options;
  switch (type) {
    case 'text':
      return { value: text };
    case 'email':
      return /^[^\s@]{1,64}@[^\s@]{1,190}$/.test(text) ? { value: text } : { problem: 'is no e-mail address' };
    case 'domain':
      return readDomain(text.toLowerCase());
    case 'day': {
      const day = readDay(text, dateFormat);
      return day === null
        ? { problem: `is no day of the form ${dateFormat}; name the form with --date-format` }
        : { value: day };
    }
    case 'instant': {
      const at = readInstant(text, dateFormat, timeZone);
      return at === null
        ? { problem: `is neither a time with an offset (2026-03-01T09:00:00Z) nor a day of the form ${dateFormat}` }
        : { value: at.toISOString() };
    }
    case 'count':
      return /^\d{1,9}$/.test(text) ? { value: text } : { problem: 'is no whole number of at least 0' };
    case 'amount':
      return readAmount(text, decimal);
    case 'flag':
      return readFlag(text.toLowerCase());
  }
}

/** The address of a website is as good as its domain. */
function readDomain(text: string): FieldResult {
  const host = text
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#:].*/s, '');
  return /^[\p{L}\p{N}]([\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?$/u.test(host)
    ? { value: host }
    : { problem: 'is no domain such as acme.example' };
}

function readFlag(text: string): FieldResult {
  if (YES.has(text)) return { value: 'true' };
  return NO.has(text) ? { value: 'false' } : { problem: 'is neither true nor false' };
}
