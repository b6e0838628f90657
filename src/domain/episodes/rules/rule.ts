import { addDays } from '../../day.ts';
import type { AccountDay } from '../account-day.ts';
import type { Episode, EpisodeOrigin } from '../episode.ts';
import type { DayLevel } from '../level.ts';

/** How an episode ends: told as a recovery, or quietly for the reason given. */
export type Ending = 'recovered' | { readonly quietly: string };

export interface Fired {
  /** The base score that a drop fell from, in tenths. */
  readonly fromTenths?: number;
  /** Days before the renewal that it is said for. */
  readonly milestone?: number | null;
}

/** One signal: when it begins, is said again and ends. The registry's order is worst first. */
export interface SignalRule {
  readonly id: string;
  /** A critical one keeps the account's milder ones from being lines of their own. */
  readonly severity: 'critical' | 'warn' | 'info';
  /** What begins it today, while none of its episodes is open; null: nothing. */
  readonly fires: (day: AccountDay) => Fired | null;
  /** How an open episode ends today; null: it does not. */
  readonly ends: (day: AccountDay, open: Episode) => Ending | null;
  /** Whether an open episode is said again today. */
  readonly saysAgain?: (day: AccountDay, open: Episode) => Fired | null;
  /** Whether it may begin only quietly, because the one before ended lately. */
  readonly coolsDown: (day: AccountDay, last: Episode) => boolean;
  /** Listed day by day while it is open, and reminded of. */
  readonly lasts: (level: DayLevel) => boolean;
  /** What begins or ends it today, when that is not the customer. */
  readonly origin: (day: AccountDay) => EpisodeOrigin;
}

export const FIRED: Fired = {};

/** A cool-down of so many days since the episode before ended. */
export function coolDown(days: number): SignalRule['coolsDown'] {
  return ({ day }, { recoveredOn }) => recoveredOn !== null && addDays(recoveredOn, days) > day;
}
