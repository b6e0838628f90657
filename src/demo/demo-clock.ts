import { addDays, type Day } from '../domain/day.ts';
import { instantOfLocalTime } from '../lib/local-time.ts';

const MS_PER_MINUTE = 60_000;
const MORNING_BEFORE_NOON = 5 * 60;

/** The instant so many minutes after 07:00 local time on a day before today. */
export type DemoClock = (daysAgo: number, minutesAfterSeven: number) => Date;

/**
 * Counted from local noon, which every zone has once a day, so that an offset between 0 and 15 hours always stays
 * within its local day.
 */
export function demoClock(today: Day, timeZone: string): DemoClock {
  const noons = new Map<number, number>();
  return (daysAgo, minutesAfterSeven) => {
    let noon = noons.get(daysAgo);
    if (noon === undefined) {
      noon = instantOfLocalTime(addDays(today, -daysAgo), '12:00', timeZone).getTime();
      noons.set(daysAgo, noon);
    }
    return new Date(noon + (minutesAfterSeven - MORNING_BEFORE_NOON) * MS_PER_MINUTE);
  };
}
