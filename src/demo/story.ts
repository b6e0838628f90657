import type { ExclusionReason } from '../domain/facts.ts';
import type { DemoBillingState, DemoCurrency, DemoPlan } from './demo-account.ts';
import type { Habits } from './schedule.ts';

/** Everything that makes one generated account different from the next. Times are days before today. */
export interface Story {
  readonly plan: DemoPlan;
  readonly currency: DemoCurrency;
  readonly interval: 'month' | 'year';
  readonly via: 'events' | 'stripe';
  readonly customerDaysAgo: number;
  readonly renewsInDays: number | null;
  readonly excludedReason: ExclusionReason | null;
  readonly billing: readonly DemoBillingState[];
  readonly users: number;
  readonly assigned: number;
  /** Null: nothing was ever received. */
  readonly habits: Habits | null;
  readonly errors30d: number;
  readonly tickets30d: number;
  readonly urgentOpen: number;
  readonly scores: readonly number[];
  /** Index of the user; null: none is named. */
  readonly keyContact: number | null;
}
