import type { BandLabel } from '../assessment.ts';
import { addDays, type Day } from '../day.ts';
import type { DayLevel } from './level.ts';
import type { SignalId } from './rules/index.ts';

/** What began or ended an episode: the customer, or our own rules, which is no news. */
export type EpisodeOrigin = 'customer' | 'definition' | 'override';
export type EpisodeState = 'open' | 'acknowledged' | 'snoozed' | 'recovered';

/** The account's level when an episode was said. Scores in tenths of a point. */
export interface EpisodeLevel {
  readonly scoreTenths: number | null;
  readonly baseTenths: number | null;
  readonly band: BandLabel | null;
  readonly definition: string;
  readonly renewsOn: Day | null;
  /** For a drop: the base score that it fell from. */
  readonly fromTenths: number | null;
}

export interface Snooze {
  readonly kind: 'date' | 'change' | 'renewal';
  /** The day on which it ends by itself; null: only a change ends it. */
  readonly until: Day | null;
  readonly level: EpisodeLevel;
}

/** One signal of one account from its beginning to its end; (account, signal, openedOn) is its key. */
export interface Episode {
  readonly signal: SignalId;
  readonly openedOn: Day;
  readonly state: EpisodeState;
  readonly origin: EpisodeOrigin;
  /** Its beginning was worth saying. */
  readonly news: boolean;
  readonly level: EpisodeLevel;
  /** The level and the day when it was last said; those of the beginning at first. */
  readonly said: EpisodeLevel;
  readonly saidOn: Day;
  /** Days before the renewal that were said last; null for signals without milestones. */
  readonly milestone: number | null;
  readonly remindedOn: Day | null;
  /** When nobody took it although they were reminded, and the Slack user whom it was handed on to; at most once. */
  readonly escalated: { readonly on: Day; readonly to: string } | null;
  readonly snooze: Snooze | null;
  readonly recoveredOn: Day | null;
}

/** What a day does to an episode; people add acknowledged and snoozed. */
export type DayChangeKind = 'opened' | 'repeated' | 'recovered' | 'woken' | 'reminded' | 'escalated';

export interface EpisodeChange {
  readonly kind: DayChangeKind;
  /** Worth a line in the digest. */
  readonly news: boolean;
  /** As it is after the change. */
  readonly episode: Episode;
  /** What woke it, or why it ended without being a recovery. */
  readonly why: string | null;
}

/** The day of the next renewal; null when it is not known or has passed. */
export function renewalDay(level: Pick<DayLevel, 'daysToRenewal'>, day: Day): Day | null {
  const { daysToRenewal } = level;
  return daysToRenewal === null || daysToRenewal < 0 ? null : addDays(day, daysToRenewal);
}

/** What an episode keeps of a level. */
export function episodeLevel(level: DayLevel, day: Day, fromTenths: number | null = null): EpisodeLevel {
  const { scoreTenths, baseTenths, band, definition } = level;
  return { scoreTenths, baseTenths, band, definition, renewsOn: renewalDay(level, day), fromTenths };
}

/** Not yet ended. */
export function isOpen({ state }: Episode): boolean {
  return state !== 'recovered';
}
