import type { AccountFacts } from '../../src/domain/facts.ts';
import type { PublishedAssessment } from '../../src/domain/published.ts';
import { shown } from './fraction.ts';
import type { Surroundings } from './frame.ts';
import { oracleScore } from './score.ts';
import {
  forSeats,
  oracleBucket,
  oracleExpansion,
  oracleSeatFlags,
  peopleTrend,
  quarter,
  tenths,
  utilization,
} from './seats.ts';

/** The whole assessment in the published form, by the oracle. */
export function oraclePublished(facts: AccountFacts, around: Surroundings): PublishedAssessment {
  const { scoreTenths, baseTenths, components, topRisk, ...health } = oracleScore(facts, around);
  const bucket = oracleBucket(facts);
  const use = utilization(facts);
  const measured = use !== null && bucket !== 'excluded';
  const trend = measured ? peopleTrend(facts.active_user_windows) : { direction: null, slopeX12: null };
  const unused = Math.max(facts.paid_seats - facts.active_users_30d, 0);
  const blocked =
    facts.cancel_at_period_end === true ||
    (facts.past_due_days ?? 0) >= 14 ||
    health.band === 'CRITICAL' ||
    health.band === 'WARN';
  const judged = measured && bucket !== 'no_signal' && bucket !== 'small';
  return {
    account_id: facts.account_id,
    utilization: measured ? shown(tenths(use), 1) : null,
    unused_seats: measured ? unused : null,
    exposure_minor: measured ? forSeats(unused, facts) : null,
    trend_direction: trend.direction,
    trend_slope_x12: trend.slopeX12,
    bucket,
    flags: oracleSeatFlags(facts, around.reportingCurrency),
    expansion: bucket === 'expansion' && !blocked ? oracleExpansion(facts) : null,
    quarter_change: judged ? (quarter(facts)?.shown ?? null) : null,
    score: scoreTenths === null ? null : shown(scoreTenths, 1),
    base_score: baseTenths === null ? null : shown(baseTenths, 1),
    band: health.band,
    cap: health.cap,
    coverage: health.coverage,
    confidence: health.confidence,
    top_risk_signal: topRisk,
    components: components.map(({ key, weight, subHundredths, pointsTenths }) => ({
      key,
      weight,
      sub_score: shown(subHundredths, 2),
      points: shown(pointsTenths, 1),
    })),
  };
}
