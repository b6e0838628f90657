import type { DataStand } from '../app/freshness/freshness-report.ts';
import { localDayOf, localTimeOf } from '../lib/local-time.ts';
import { shortDay, weekdayName } from './numbers.ts';

/** Said beside numbers that were made, or are shown, while usage looks broken; null while it looks well. */
export function staleText({ stale, timeZone }: DataStand): string | null {
  if (stale === null) return null;
  const since = stale.since === null ? '' : ` since ${moment(stale.since, timeZone)}`;
  return `⚠ usage data looks broken${since}: drops are held, scores may be too low`;
}

/** `Sat 28 Feb 10:05`, in the team's zone. */
export function moment(at: Date, timeZone: string): string {
  const day = localDayOf(at, timeZone);
  return `${weekdayName(day)} ${shortDay(day)} ${localTimeOf(at, timeZone)}`;
}
