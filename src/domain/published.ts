import type { Assessment, ComponentResult, SeatAssessment } from './assessment.ts';
import type { ClassicAssessment } from './classic.ts';
import { formatHundredths, formatTenths } from './decimal.ts';
import type { AppliedOverride } from './override.ts';

/** The published JSON of an assessment: exact decimals as strings, money in minor units of the account's currency. */
export interface PublishedAssessment {
  readonly account_id: string;
  readonly utilization: string | null;
  readonly unused_seats: number | null;
  readonly exposure_minor: number | null;
  readonly trend_direction: string | null;
  readonly trend_slope_x12: number | null;
  readonly bucket: string;
  readonly flags: readonly string[];
  readonly expansion: { readonly seats: number; readonly mrr_minor: number } | null;
  readonly quarter_change: { readonly points: string; readonly people: string; readonly seats: string } | null;
  readonly score: string | null;
  readonly base_score: string | null;
  readonly band: string | null;
  readonly cap: string | null;
  readonly coverage: number | null;
  readonly confidence: string | null;
  readonly top_risk_signal: string | null;
  readonly components: readonly PublishedComponent[];
  /** The segment whose rules made the score; left out under none. */
  readonly segment?: string | undefined;
  /** What a person decided about the score; left out without an override. */
  readonly override?: PublishedOverride | undefined;
}

export interface PublishedOverride {
  readonly kind: string;
  readonly points: string;
  readonly expires_on: string;
  /** The score that the rules alone give. */
  readonly score_without: string;
}

export interface PublishedComponent {
  readonly key: string;
  readonly weight: number;
  readonly sub_score: string;
  readonly points: string;
}

export interface PublishedClassic {
  readonly account_id: string;
  readonly score: string | null;
  readonly band: string | null;
  readonly points: Readonly<Record<string, string>> | null;
  readonly unclamped: string | null;
  readonly top_risk_signal: string | null;
  readonly trend_missing: boolean;
}

/** Field names and order are the interface of `score --facts`: additions go to the end. */
export function toPublished({ facts, seats, health }: Assessment): PublishedAssessment {
  return {
    account_id: facts.account_id,
    utilization: tenthsOrNull(seats.utilizationTenths),
    unused_seats: seats.unusedSeats,
    exposure_minor: seats.exposureMinor,
    trend_direction: seats.trendDirection,
    trend_slope_x12: seats.trendSlopeX12,
    bucket: seats.bucket,
    flags: seats.flags,
    expansion: seats.expansion && { seats: seats.expansion.seats, mrr_minor: seats.expansion.mrrMinor },
    quarter_change: quarterOf(seats),
    score: tenthsOrNull(health.scoreTenths),
    base_score: tenthsOrNull(health.baseTenths),
    band: health.band,
    cap: health.cap,
    coverage: health.coverage,
    confidence: health.confidence,
    top_risk_signal: health.topRiskSignal,
    components: health.components.map(componentOf),
    ...(health.segment === undefined ? {} : { segment: health.segment }),
    ...(health.override ? { override: overrideOf(health.override) } : {}),
  };
}

export function toPublishedClassic(assessment: ClassicAssessment): PublishedClassic {
  const points = assessment.points?.map(([signal, tenths]) => [signal, formatTenths(tenths)] as const);
  return {
    account_id: assessment.accountId,
    score: tenthsOrNull(assessment.scoreTenths),
    band: assessment.band,
    points: points ? Object.fromEntries(points) : null,
    unclamped: tenthsOrNull(assessment.unclampedTenths),
    top_risk_signal: assessment.topRiskSignal,
    trend_missing: assessment.trendMissing,
  };
}

function quarterOf({ quarterChange }: SeatAssessment): PublishedAssessment['quarter_change'] {
  if (quarterChange === null) return null;
  return {
    points: formatTenths(quarterChange.pointsTenths),
    people: formatTenths(quarterChange.peopleTenths),
    seats: formatTenths(quarterChange.seatsTenths),
  };
}

function overrideOf({ kind, tenths, expiresOn, withoutTenths }: AppliedOverride): PublishedOverride {
  return {
    kind,
    points: formatTenths(tenths),
    expires_on: expiresOn,
    score_without: formatTenths(withoutTenths),
  };
}

function componentOf({ key, weight, subHundredths, pointsTenths }: ComponentResult): PublishedComponent {
  return { key, weight, sub_score: formatHundredths(subHundredths), points: formatTenths(pointsTenths) };
}

function tenthsOrNull(tenths: number | null): string | null {
  return tenths === null ? null : formatTenths(tenths);
}
