import { addDays, type Day, weekdayOf } from '../../domain/day.ts';

const MONDAY = 1;

/**
 * The snapshot day of the digest before, from those there are (ascending): Friday's on a Monday. Null: there is none.
 */
export function referenceDay(day: Day, snapshotDays: readonly Day[]): Day | null {
  const earlier = snapshotDays.filter((other) => other < day);
  const weekend = weekdayOf(day) === MONDAY ? earlier.findLast((other) => other <= addDays(day, -3)) : undefined;
  const since = weekdayOf(day) === MONDAY ? earlier.find((other) => other > addDays(day, -3)) : undefined;
  return weekend ?? since ?? earlier.at(-1) ?? null;
}
