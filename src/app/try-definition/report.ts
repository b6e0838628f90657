import type { BandLabel, Bucket } from '../../domain/assessment.ts';
import type { BandCount, BucketMove, ScoreMoves } from '../../domain/compare-rules.ts';
import type { Day } from '../../domain/day.ts';
import type { RulesTerm } from '../../domain/rules-effect.ts';
import type { MoneyTotal } from '../portfolio/portfolio-reports.ts';

/** A set of rules by its name. */
export interface RulesName {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
}

/** One account under one set of rules. Tenths of a point; null without a score. */
export interface TriedStanding {
  readonly scoreTenths: number | null;
  /** Null: excluded. */
  readonly band: BandLabel | null;
  readonly bucket: Bucket;
  readonly segment: string | null;
}

export interface Pair<T> {
  readonly now: T;
  readonly tried: T;
}

/** An account whose band would be another on the newest day. */
export interface BandMove extends Pair<TriedStanding> {
  readonly accountId: string;
  readonly name: string;
  /** MRR in minor units of the account's currency. */
  readonly mrr: { readonly minor: number; readonly currency: string };
  /** They add up to the change of the score, the weightiest first; empty without two scores. */
  readonly terms: readonly RulesTerm[];
}

export interface AlertCount {
  readonly signal: string;
  readonly alerts: number;
}

/** Alerts over all days but the first, which has nothing to compare with. */
export interface AlertLoad {
  readonly alerts: number;
  /** Tenths of an alert, half-up. */
  readonly perDayTenths: number;
  /** Most frequent first. */
  readonly bySignal: readonly AlertCount[];
}

/** What other rules would have said of the stored facts. Nothing of it is stored. */
export interface TryReport {
  readonly rules: Pair<RulesName>;
  /** First and newest day with a snapshot, and how many such days there are. */
  readonly from: Day;
  readonly to: Day;
  readonly days: number;
  /** Accounts of the newest day. */
  readonly accounts: number;
  /** Largest MRR first. */
  readonly moves: readonly BandMove[];
  /** Of the newest day, as are the buckets and scores. */
  readonly bands: readonly BandCount[];
  readonly buckets: readonly BucketMove[];
  readonly scores: ScoreMoves;
  /** Unused seats' MRR per month of accounts in the bucket at risk, in the reporting currency. */
  readonly seatsAtRisk: Pair<MoneyTotal>;
  readonly alerts: Pair<AlertLoad>;
  /** The tried active-user rule is another one: people were counted by the one in force. */
  readonly activeDiffers: boolean;
}
