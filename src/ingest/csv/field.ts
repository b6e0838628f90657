import { instantOfLocalTime, startOfLocalDay } from '../../lib/local-time.ts';
import { parseRfc3339 } from '../rfc3339.ts';

/** What a column may hold; an array is a closed list of words. */
export type FieldType = 'text' | 'email' | 'day' | 'instant' | 'count' | 'amount' | 'flag' | readonly string[];

export interface FieldOptions {
  /** Of days, such as DD-MM-YYYY. */
  readonly dateFormat: string;
  readonly timeZone: string;
}

/** A field in one spelling: days as YYYY-MM-DD, instants as ISO text, flags as true or false. */
export type FieldResult = { readonly value: string } | { readonly problem: string };

export const DEFAULT_DATE_FORMAT = 'YYYY-MM-DD';
const YES: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1']);
const NO: ReadonlySet<string> = new Set(['false', 'no', 'n', '0']);

/** Whether a date format can be read: year, month and day once each, anything else between them. */
export function isDateFormat(format: string): boolean {
  const parts = format.match(/YYYY|MM|DD/g) ?? [];
  return parts.length === 3 && new Set(parts).size === 3 && /^[YMD./ -]+$/.test(format);
}

/** Reads a cell that is not empty. */
export function readField(type: FieldType, text: string, options: FieldOptions): FieldResult {
  if (typeof type !== 'string') {
    const word = type.find((candidate) => candidate === text.toLowerCase());
    return word === undefined ? { problem: `is none of ${type.join(', ')}` } : { value: word };
  }
  switch (type) {
    case 'text':
      return { value: text };
    case 'email':
      return /^[^\s@]{1,64}@[^\s@]{1,190}$/.test(text) ? { value: text } : { problem: 'is no e-mail address' };
    case 'day':
      return readDay(text, options.dateFormat);
    case 'instant':
      return readInstant(text, options);
    case 'count':
      return /^\d{1,9}$/.test(text) ? { value: text } : { problem: 'is no whole number of at least 0' };
    case 'amount':
      return /^\d{1,12}(\.\d{1,6})?$/.test(text)
        ? { value: text }
        : { problem: 'is no amount such as 1250 or 1250.50 (no thousands separators, no currency sign)' };
    case 'flag':
      return readFlag(text.toLowerCase());
  }
}

function readFlag(text: string): FieldResult {
  if (YES.has(text)) return { value: 'true' };
  return NO.has(text) ? { value: 'false' } : { problem: 'is neither true nor false' };
}

function readDay(text: string, format: string): FieldResult {
  const problem = { problem: `is no day of the form ${format}; name the form with --date-format` };
  if (text.length !== format.length) return problem;
  const part = (name: string) => text.slice(format.indexOf(name), format.indexOf(name) + name.length);
  const separators = format.replace(/[YMD]/g, ' ');
  if ([...separators].some((mark, at) => mark !== ' ' && text[at] !== mark)) return problem;
  const day = `${part('YYYY')}-${part('MM')}-${part('DD')}`;
  return parseRfc3339(`${day}T00:00:00Z`) === null ? problem : { value: day };
}

/** An instant with an offset, or a day with or without a time, local to the team's zone. */
function readInstant(text: string, { dateFormat, timeZone }: FieldOptions): FieldResult {
  const exact = parseRfc3339(text);
  if (exact !== null) return { value: exact.toISOString() };
  const day = readDay(text.slice(0, dateFormat.length), dateFormat);
  const time = /^[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.exec(text.slice(dateFormat.length));
  if ('value' in day && text.length === dateFormat.length) {
    return { value: startOfLocalDay(day.value, timeZone).toISOString() };
  }
  if ('value' in day && time) return { value: instantOfLocalTime(day.value, time[0].slice(1), timeZone).toISOString() };
  return { problem: `is neither a time with an offset (2026-03-01T09:00:00Z) nor a day of the form ${dateFormat}` };
}
