import { instantOfLocalTime, startOfLocalDay } from '../../lib/local-time.ts';
import { parseRfc3339 } from '../rfc3339.ts';

const PARTS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
};
const TIME = /^(?:T|,? )(\d{1,2}):([0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?(?: ?([AaPp])\.?[Mm]\.?)?$/;
const patterns = new Map<string, RegExp>();

/** Whether a date format can be read: year (YYYY), month (MM or M) and day (DD or D) once each, with marks between. */
export function isDateFormat(format: string): boolean {
  const match = /^(YYYY|MM?|DD?)([./ -]{0,2})(YYYY|MM?|DD?)([./ -]{0,2})(YYYY|MM?|DD?)$/.exec(format);
  if (match === null) return false;
  const [, first = '', one = '', second = '', two = '', third = ''] = match;
  // M and D take one digit or two: only a mark tells where they end.
  const ends = (first.length > 1 || one !== '') && (second.length > 1 || two !== '');
  return ends && new Set([first[0], second[0], third[0]]).size === 3;
}

/**
 * A day of a format as YYYY-MM-DD; null for anything else, such as 30 February. A local time after it does not matter,
 * nor does the midnight in UTC with which some systems write their days.
 */
export function readDay(text: string, format: string): string | null {
  const iso = /^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?(?:Z|\+00:?00)$/.exec(text);
  const match = patternOf(iso ? 'YYYY-MM-DD' : format).exec(iso?.[1] ?? text);
  if (match === null) return null;
  const rest = iso ? '' : text.slice(match[0].length);
  return rest === '' || timeOf(rest) !== null ? dayOf(match) : null;
}

/** The instant of a time with an offset, or of a day of a format with or without a local time; null for anything else. */
export function readInstant(text: string, format: string, timeZone: string): Date | null {
  const exact = parseRfc3339(text);
  if (exact !== null) return exact;
  const match = patternOf(format).exec(text);
  const day = match === null ? null : dayOf(match);
  if (match === null || day === null) return null;
  const rest = text.slice(match[0].length);
  if (rest === '') return startOfLocalDay(day, timeZone);
  const time = timeOf(rest);
  return time === null ? null : instantOfLocalTime(day, time, timeZone);
}

/** 'HH:MM', or with seconds, of what follows a day. */
function timeOf(text: string): string | null {
  const [, hours = '', , half] = TIME.exec(text) ?? [];
  if (hours === '') return null;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  if (hour > 23 || (half !== undefined && (Number(hours) < 1 || Number(hours) > 12))) return null;
  const minutes = /:[\d:.]+/.exec(text)?.[0] ?? '';
  return `${String(hour).padStart(2, '0')}${minutes}`;
}

function dayOf({ groups = {} }: RegExpExecArray): string | null {
  const { year = '', month = '', day = '' } = groups;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseRfc3339(`${text}T00:00:00Z`) === null ? null : text;
}

function patternOf(format: string): RegExp {
  const known = patterns.get(format);
  if (known) return known;
  const source = format.replace(/YYYY|MM?|DD?|[.]/g, (part) => PARTS[part] ?? '\\.');
  const pattern = new RegExp(`^${source}`);
  patterns.set(format, pattern);
  return pattern;
}
