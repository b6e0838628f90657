import { z } from 'zod';
import type { Day } from '../../domain/day.ts';
import { addMonths, firstDayOf, type Month, monthOf, monthsBetween } from '../../domain/month.ts';
import { AppError } from '../../lib/errors.ts';

const MOST_MONTHS = 36;
const DEFAULT_MONTHS = 12;

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is no month such as 2026-03');
const inputSchema = z.strictObject({ from: month.optional(), to: month.optional() });

export interface RevenueInput {
  /** First local month, 'YYYY-MM'; absent: twelve complete months before the running one. */
  readonly from?: Month | undefined;
  /** Last local month; absent: the one that runs. */
  readonly to?: Month | undefined;
}

/** Which months a report covers. */
export interface RevenueFrame {
  readonly from: Month;
  readonly to: Month;
  /** Its last local midnight: the end of the last month, or the day that data goes to. */
  readonly end: Day;
  /** The local midnight at which its last complete month ends. */
  readonly lastComplete: Day;
}

/**
 * The months of a report whose data goes to the local midnight of `day`.
 * @throws AppError `invalid` for months that are none, in the wrong order, more than 36, or ahead.
 */
export function revenueFrame(day: Day, input: RevenueInput): RevenueFrame {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError('invalid', `${issue?.path.join('.') || 'input'}: ${issue?.message ?? 'cannot be used'}.`);
  }
  const running = monthOf(day);
  const newest = firstDayOf(running) === day ? addMonths(running, -1) : running;
  const to = parsed.data.to ?? newest;
  if (to > newest) throw new AppError('invalid', `to: ${to} has not begun; the newest month is ${newest}.`);
  const next = firstDayOf(addMonths(to, 1));
  const isComplete = next <= day;
  const lastComplete = isComplete ? next : firstDayOf(to);
  const from = parsed.data.from ?? addMonths(monthOf(lastComplete), -DEFAULT_MONTHS);
  const months = monthsBetween(from, to) + 1;
  if (months < 1) throw new AppError('invalid', `from: ${from} is after ${to}; give the earlier month first.`);
  if (months > MOST_MONTHS) {
    throw new AppError('invalid', `from: ${from} to ${to} are ${months} months; ask for at most ${MOST_MONTHS}.`);
  }
  return { from, to, end: isComplete ? next : day, lastComplete };
}

/** The months of a frame, oldest first. */
export function monthsOf({ from, to }: Pick<RevenueFrame, 'from' | 'to'>): Month[] {
  return Array.from({ length: monthsBetween(from, to) + 1 }, (_, index) => addMonths(from, index));
}
