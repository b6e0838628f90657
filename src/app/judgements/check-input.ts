import { addDays, type Day } from '../../domain/day.ts';
import { AppError } from '../../lib/errors.ts';

const LONGEST_TEXT = 500;
const POINTS = /^(\d{1,3})(?:\.(\d))?$/;
const MOST_TENTHS = 1000;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
/** Letters and symbols that draw nothing. */
const BLANK = /[\u034f\u115f\u1160\u2800\u3164\uffa0]/g;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** A refusal that begins with the name of the input field, so that a form can show it there. */
export function refused(field: string, remedy: string): AppError {
  return new AppError('invalid', `${field}: ${remedy}`);
}

/**
 * One line of text that a person wrote, trimmed; null when there is nothing to read in it.
 * @throws AppError `invalid` for control characters and for more than 500 characters.
 */
export function lineOfText(field: string, text: string): string | null {
  const trimmed = text.trim();
  if (UNPRINTABLE.test(trimmed)) throw refused(field, 'has a line break or a control character; write one line.');
  const length = trimmed.length > 4 * LONGEST_TEXT ? trimmed.length : [...trimmed].length;
  if (length > LONGEST_TEXT) throw refused(field, `has ${length} characters; shorten it to ${LONGEST_TEXT}.`);
  return VISIBLE.test(trimmed.replace(BLANK, '')) ? trimmed : null;
}

/** Points such as `44.9` in tenths. @throws AppError `invalid` for anything but 0.0 to 100.0. */
export function tenthsOf(field: string, points: string): number {
  const [, whole, tenth] = POINTS.exec(points.trim()) ?? [];
  const tenths = whole === undefined ? Number.NaN : 10 * Number(whole) + Number(tenth ?? 0);
  if (tenths <= MOST_TENTHS) return tenths;
  throw refused(field, 'write a number from 0.0 to 100.0 with one decimal, such as 44.9.');
}

/** A local day after today, at most so many days ahead. @throws AppError `invalid` with the days that can be chosen. */
export function dayAhead(
  field: string,
  text: string,
  { today, most }: { readonly today: Day; readonly most: number },
): Day {
  const [first, last] = [addDays(today, 1), addDays(today, most)];
  if (!isDay(text)) throw refused(field, `is no day; write it like ${last}.`);
  if (text < first || text > last)
    throw refused(field, `${text} is out of reach; choose a day from ${first} to ${last}.`);
  return text;
}

/** @throws AppError `invalid` when the text is none of the words. */
export function oneOf<T extends string>(field: string, words: readonly T[], text: string): T {
  const found = words.find((word) => word === text);
  if (found === undefined) throw refused(field, `choose one of ${words.join(', ')}.`);
  return found;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
