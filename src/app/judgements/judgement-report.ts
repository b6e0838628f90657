import type { Day } from '../../domain/day.ts';
import type { Sentiment } from '../../domain/judgement.ts';
import type { AppliedOverride, ScoreOverride } from '../../domain/override.ts';

/** Who decided something. */
export interface AuthorRef {
  /** Slack user id, or the name of a command. */
  readonly id: string;
  /** Null when it is nobody among the owners. */
  readonly name: string | null;
}

/** When somebody ended a judgement before its last day. */
export interface EarlyEnd {
  readonly on: Day;
  readonly by: AuthorRef;
}

export interface OverrideRef extends Omit<ScoreOverride, 'author'> {
  readonly author: AuthorRef;
  readonly madeOn: Day;
  readonly ended: EarlyEnd | null;
}

export interface GrowthPlanRef {
  /** Active people that are expected by the date. */
  readonly target: number;
  /** The last local day on which the plan counts. */
  readonly by: Day;
  readonly note: string | null;
  readonly author: AuthorRef;
  readonly madeOn: Day;
  readonly ended: EarlyEnd | null;
}

export interface SentimentRef {
  readonly sentiment: Sentiment;
  readonly note: string | null;
  readonly author: AuthorRef;
  readonly on: Day;
}

/** What people decided about an account, as of today in the team's zone; null: nothing in force. */
export interface JudgementsReport {
  readonly day: Day;
  readonly override: OverrideRef | null;
  readonly growthPlan: GrowthPlanRef | null;
  /** The newest one, however old. */
  readonly sentiment: SentimentRef | null;
}

/** The same with everything that was ever decided, newest first, at most 20 of each. */
export interface AccountJudgementsReport extends JudgementsReport {
  readonly overrides: readonly OverrideRef[];
  readonly growthPlans: readonly GrowthPlanRef[];
  readonly sentiments: readonly SentimentRef[];
}

/** An override as a stored score shows it. */
export interface StoredOverride extends Omit<AppliedOverride, 'author'> {
  readonly author: AuthorRef;
}
