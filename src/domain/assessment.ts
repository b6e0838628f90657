import type { AccountFacts } from './facts.ts';
import type { ComponentEvidence } from './health/evidence.ts';
import type { AppliedOverride } from './override.ts';

export type Band = 'CRITICAL' | 'WARN' | 'ok' | 'healthy' | 'champion';
/** What is shown in the band's place: a band, or why there is no score. */
export type BandLabel = Band | 'onboarding' | 'not scored';
export type Confidence = 'high' | 'medium' | 'low' | 'none';
export type CapKey =
  | 'cancellation_notice'
  | 'silent_14_days'
  | 'low_and_dropping'
  | 'renewal_red_flag'
  | 'payment_past_due'
  | 'dormant_seats';
export type ComponentKey = 'utilization' | 'regularity' | 'trend' | 'reliability' | 'support' | 'key_contact' | 'nps';
export type Bucket =
  | 'excluded'
  | 'no_seats'
  | 'no_signal'
  | 'small'
  | 'onboarding'
  | 'at_risk'
  | 'ramping'
  | 'dormant'
  | 'expansion'
  | 'watch'
  | 'steady';
export type TrendDirection = 'dropping' | 'flat' | 'rising' | 'unknown';

/** Utilization in tenths of a percent; points in tenths; money in minor units of the account's currency. */
export interface SeatAssessment {
  /** Tenths of a percent, half-up, not capped; null when nothing is paid or the account is excluded. */
  readonly utilizationTenths: number | null;
  readonly unusedSeats: number | null;
  /** Unused seats' share of the MRR per month, minor units. */
  readonly exposureMinor: number | null;
  readonly trendDirection: TrendDirection | null;
  /** 12 x Theil-Sen slope in people per 30-day window. */
  readonly trendSlopeX12: number | null;
  readonly bucket: Bucket;
  readonly flags: readonly string[];
  readonly expansion: { readonly seats: number; readonly mrrMinor: number } | null;
  /** Why an expansion that the seats would allow is not proposed (a band or a cap). */
  readonly expansionBlockedBy: string | null;
  readonly quarterChange: {
    readonly pointsTenths: number;
    readonly peopleTenths: number;
    readonly seatsTenths: number;
  } | null;
}

export interface ComponentResult {
  readonly key: ComponentKey;
  readonly weight: number;
  /** 0..10000 hundredths. */
  readonly subHundredths: number;
  /** Share of the score in tenths of a point; the shares add up to the base score exactly. */
  readonly pointsTenths: number;
  /** What it cost against a full sub-score, in tenths; never negative, and all add up to 100 points minus the base. */
  readonly lostTenths: number;
  /** The exact metric value as a fraction of whole numbers in decimal notation (they can exceed 2^53). */
  readonly xNum: string;
  readonly xDen: string;
  readonly evidence: ComponentEvidence;
}

export interface HealthAssessment {
  /** 0..1000 tenths of a point, after caps and an override; null without a score. */
  readonly scoreTenths: number | null;
  readonly baseTenths: number | null;
  readonly band: BandLabel | null;
  /** The band of the score alone, without hysteresis; null without a score. */
  readonly bandRaw: Band | null;
  readonly cap: CapKey | null;
  readonly coverage: number | null;
  readonly confidence: Confidence | null;
  readonly topRiskSignal: ComponentKey | CapKey | null;
  /** Present components in definition order; empty without a score. */
  readonly components: readonly ComponentResult[];
  readonly missing: readonly ComponentKey[];
  /** The segment whose rules made the score, by its name or position (`#1`); left out under none. */
  readonly segment?: string | undefined;
  /** A person's override in force; left out without one, as in snapshots from before there were any. */
  readonly override?: AppliedOverride | undefined;
}

export interface Assessment {
  readonly facts: AccountFacts;
  readonly seats: SeatAssessment;
  readonly health: HealthAssessment;
}
