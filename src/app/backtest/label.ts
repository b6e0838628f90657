import type { Day } from '../../domain/day.ts';

/** Facts that a label file may state about its account, to be held against ours. */
export const STATED_FACTS = [
  'paid_seats',
  'active_users_30d',
  'active_users_prev30d',
  'events_30d',
  'active_weeks',
] as const;
export type StatedFact = (typeof STATED_FACTS)[number];

/** What became of an account after a day. */
export interface Label {
  readonly accountId: string;
  readonly day: Day;
  /** Null: the file speaks of revenue only. */
  readonly churned: boolean | null;
  /** Monthly revenue lost within the horizon, minor units of the reporting currency; null when not stated. */
  readonly lostMrrMinor: number | null;
  readonly churnedOn: Day | null;
  readonly stated: Readonly<Partial<Record<StatedFact, number>>>;
}
