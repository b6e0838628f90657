import { addDays, type Day, weekdayOf } from '../../domain/day.ts';

const MONDAY = 1;
const WEEK = 7;

/**
 * The snapshot day of the digest before, from those there are (ascending). Null: there is none.
 * @param before the day of the digest before; absent: Friday on a Monday, else the day before
 */
export function referenceDay(
  day: Day,
  snapshotDays: readonly Day[],
  before: Day = addDays(day, weekdayOf(day) === MONDAY ? -3 : -1),
): Day | null {
  const earlier = snapshotDays.filter((other) => other < day);
  const upTo = earlier.findLast((other) => other <= before);
  return upTo ?? earlier.find((other) => other > before) ?? null;
}

/**
 * Days from a digest back to the one before it, 1 to 7.
 * @param localDate of the digest, by its own clock
 * @param weekdays on which it comes, Monday = 1
 */
export function daysSinceDigest(localDate: Day, weekdays: readonly number[]): number {
  for (let days = 1; days < WEEK; days += 1) {
    if (weekdays.includes(weekdayOf(addDays(localDate, -days)))) return days;
  }
  return WEEK;
}
