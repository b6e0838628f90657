import type { Day } from '../domain/day.ts';
import { isDay } from '../email/day.ts';
import { AppError } from '../lib/errors.ts';

/** Nothing is older, and databases count the years before the first in another way than we do. */
const FIRST_DAY: Day = '1970-01-01';

/**
 * The local day that an option names; undefined when it was not given.
 * @throws AppError `invalid` for a text that is no calendar day from 1970 on.
 */
export function dayArgument(option: string, text: string | undefined, usage: string): Day | undefined {
  if (text === undefined || (isDay(text) && text >= FIRST_DAY)) return text;
  throw new AppError(
    'invalid',
    `${option}: ${text} is no day from ${FIRST_DAY} on; write it like 2026-03-01.\n${usage}`,
  );
}
