import type { DataStand } from '../app/freshness/freshness-report.ts';
import { localDayOf, localTimeOf } from '../lib/local-time.ts';
import { shortDay, weekdayName } from './numbers.ts';

/** Said beside numbers that were made, or are shown, while usage looks broken; null while it looks well. */
export function staleText({ stale, timeZone }: DataStand): string | null {
  if (stale === null) return null;
  const since = stale.since === null ? '' : ` since ${moment(stale.since, timeZone)}`;
  return `⚠ usage data looks broken${since}: drops are held, scores may be too low`;
}

/** Worth saying from so many seconds on. */
const WORTH_SAYING_S = 30;

/** How far the replica may be behind that the numbers were read from; null where that is too little to be said. */
export function replicaText({ replica }: DataStand): string | null {
  if (replica === undefined || replica.behindSeconds <= WORTH_SAYING_S) return null;
  return `read from a replica, ${replica.behindSeconds} s behind`;
}

/** `Sat 28 Feb 10:05`, in the team's zone. */
export function moment(at: Date, timeZone: string): string {
  const day = localDayOf(at, timeZone);
  return `${weekdayName(day)} ${shortDay(day)} ${localTimeOf(at, timeZone)}`;
}
