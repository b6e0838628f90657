import type { Band } from '../assessment.ts';
import type { Day } from '../day.ts';

/** Ways to rank accounts by risk that a backtest compares; the first is what the product shows. */
export const RANKINGS = ['score', 'base', 'classic', 'volume', 'recency', 'active_weeks', 'utilization'] as const;
export type RankingKey = (typeof RANKINGS)[number];

/** One account at one cut-off day, with what became of it afterwards. */
export interface Observation {
  readonly accountId: string;
  readonly day: Day;
  /** It left, or lost much of its revenue, within the horizon of the label. */
  readonly churned: boolean;
  /** First day without the account as it was, when the label names it. */
  readonly churnedOn: Day | null;
  /** Monthly recurring revenue in minor units of the reporting currency; null when unknown or none. */
  readonly mrrMinor: number | null;
  readonly seats: number;
  readonly band: Band;
  /** Whole numbers, higher is healthier; null: this ranking knows nothing of the account. */
  readonly values: Readonly<Record<RankingKey, number | null>>;
}
