import type { Day } from '../day.ts';
import type { Episode } from './episode.ts';
import type { DayLevel, EarlierLevel } from './level.ts';

/** What becomes of an episode that nobody takes. */
export interface Escalation {
  /** Days after the reminder. */
  readonly afterDays: number;
  /** Slack user whom it goes to. */
  readonly to: string;
}

/** A base score of an earlier day, and the rules that made it. */
export interface EarlierScore {
  readonly baseTenths: number;
  readonly definition: string;
}

/** What the snapshots before a day say about an account. */
export interface EarlierDays {
  /** At the snapshot day before; null: there is none, or the account was not there. */
  readonly before: EarlierLevel | null;
  /** That day is yesterday. */
  readonly consecutive: boolean;
  /** Base scores about 7 and 28 days before; null without one. */
  readonly weekAgo: EarlierScore | null;
  readonly monthAgo: EarlierScore | null;
  /** The bucket has been what it is now for seven days. */
  readonly bucketForWeek: boolean;
  /** It was so on some snapshot of the week that ended with the snapshot before the one before. */
  readonly bucketLately: boolean;
}

/** One account on one snapshot day, with what was said about it so far. */
export interface AccountDay extends EarlierDays {
  readonly day: Day;
  readonly now: DayLevel;
  /** A source looks broken: falling numbers say nothing about the customer. */
  readonly held: boolean;
  /** Open episodes, and those that ended within the longest cool-down. */
  readonly episodes: readonly Episode[];
  /** Null or absent: nothing is handed on. */
  readonly escalation?: Escalation | null | undefined;
}

/** The two days were scored by different rules. */
export function rulesChanged({ before, now }: Pick<AccountDay, 'before' | 'now'>): boolean {
  return before !== null && before.definition !== now.definition;
}
