import { addDays, type Day } from '../day.ts';
import type { AccountDay } from './account-day.ts';
import { type Episode, renewalDay, type Snooze } from './episode.ts';
import { rankOf } from './level.ts';

/** A snooze until the renewal ends this many days before it. */
export const RENEWAL_NOTICE_DAYS = 14;
/** A score this far below the level of the snooze is a change: 10.0 points. */
const CHANGE_TENTHS = 100;

/** Why a snoozed episode wakes on this day; null: it sleeps on. `begun`: another signal of the account began today. */
export function wakeReason(day: AccountDay, episode: Episode, begun: boolean): string | null {
  const { snooze } = episode;
  if (snooze === null) return null;
  if (snooze.kind === 'change') return changeSince(day, snooze, begun);
  if (snooze.until !== null && day.day >= snooze.until)
    return snooze.kind === 'date' ? 'its date' : 'the renewal is near';
  const moved = snooze.kind === 'renewal' && renewalDay(day.now, day.day) !== snooze.level.renewsOn;
  return moved ? 'the renewal changed' : null;
}

function changeSince({ now }: AccountDay, { level }: Snooze, begun: boolean): string | null {
  if (begun) return 'a new signal';
  if (now.definition !== level.definition || now.overridden) return null;
  const [rank, then] = [rankOf(now.band), rankOf(level.band)];
  if (rank !== null && then !== null && rank < then) return 'a worse band';
  const fell =
    now.scoreTenths !== null && level.scoreTenths !== null && now.scoreTenths <= level.scoreTenths - CHANGE_TENTHS;
  return fell ? '10 points lost' : null;
}

/** The day on which a snooze until the renewal ends. */
export function renewalWakeDay(renewsOn: Day): Day {
  return addDays(renewsOn, -RENEWAL_NOTICE_DAYS);
}
