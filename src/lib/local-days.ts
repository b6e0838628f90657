import { localDayOf } from './local-time.ts';

const QUARTER_MS = 900_000;
const MAX_KNOWN = 50_000;
const known = new Map<string, Map<number, string>>();

/**
 * The local day of instants, computed once per quarter of an hour: every zone's offset is a whole number of quarters,
 * so no local midnight lies inside one.
 */
export function localDays(timeZone: string): (instant: Date) => string {
  let days = known.get(timeZone) ?? new Map<number, string>();
  known.set(timeZone, days);
  return (instant) => {
    const quarter = Math.floor(instant.getTime() / QUARTER_MS);
    const found = days.get(quarter);
    if (found !== undefined) return found;
    if (days.size >= MAX_KNOWN) {
      days = new Map();
      known.set(timeZone, days);
    }
    const day = localDayOf(new Date(quarter * QUARTER_MS), timeZone);
    days.set(quarter, day);
    return day;
  };
}
