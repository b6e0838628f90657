import type {
  Band,
  BandLabel,
  CapKey,
  ComponentKey,
  ComponentResult,
  Confidence,
  HealthAssessment,
  SeatAssessment,
} from '../assessment.ts';
import type { ComponentDefinition, HealthDefinition } from '../definition.ts';
import type { AccountFacts } from '../facts.ts';
import { isNeverSeen } from '../never-seen.ts';
import { apportion, type Share } from './apportion.ts';
import { bandOf, bandWithHysteresis } from './band.ts';
import { bindingCap } from './caps.ts';
import type { Metric } from './component.ts';
import { coverageOf, type Measured, measure } from './coverage.ts';
import { interpolate } from './interpolate.ts';

/** Below this share of the weights the best band is withheld: too little is known to call it a champion. */
const CHAMPION_COVERAGE = 80;
const HIGH_CONFIDENCE = { coverage: 90, days: 90 };
const MEDIUM_COVERAGE = 70;
/** A full sub-score in hundredths. */
const FULL = 10_000;

export interface ScoreInput {
  readonly facts: AccountFacts;
  readonly seats: SeatAssessment;
  readonly definition: HealthDefinition;
  /** Per mille. */
  readonly fleetFactor: number;
  readonly previousBand: Band | null;
}

const EXCLUDED: HealthAssessment = {
  scoreTenths: null,
  baseTenths: null,
  band: null,
  bandRaw: null,
  cap: null,
  coverage: null,
  confidence: null,
  topRiskSignal: null,
  components: [],
  missing: [],
};

/** The health of one account. Same input, same output; other accounts enter only through the fleet factor. */
export function scoreHealth(input: ScoreInput): HealthAssessment {
  const { facts, definition } = input;
  if (facts.excluded != null) return EXCLUDED;
  const measured = measure(facts, definition, input.fleetFactor);
  const coverage = coverageOf(measured);
  const missing = measured.filter(({ metric }) => metric === null).map((entry) => entry.definition.key);
  const label = noScoreLabel(facts, definition, coverage);
  if (label !== null) return { ...EXCLUDED, band: label, coverage, confidence: 'none', missing };
  const { components, baseTenths } = weigh(measured);
  const cap = bindingCap(input, definition, baseTenths);
  const scoreTenths = cap?.tenths ?? baseTenths;
  return {
    scoreTenths,
    baseTenths,
    band: withheld(bandWithHysteresis(scoreTenths, input.previousBand, definition), coverage),
    bandRaw: withheld(bandOf(scoreTenths, definition), coverage),
    cap: cap?.key ?? null,
    coverage,
    confidence: confidenceOf(coverage, facts.data_days),
    topRiskSignal: topRisk(cap?.key ?? null, components),
    components,
    missing,
  };
}

function noScoreLabel(facts: AccountFacts, definition: HealthDefinition, coverage: number): BandLabel | null {
  if (isNeverSeen(facts)) return 'not scored';
  if (facts.data_days < definition.min_days) return 'onboarding';
  return coverage === 0 || coverage < definition.min_coverage ? 'not scored' : null;
}

function weigh(measured: readonly Measured[]): { components: ComponentResult[]; baseTenths: number } {
  const present = measured.flatMap(({ definition, metric }) => {
    return metric === null
      ? []
      : [{ definition, metric, sub: interpolate(definition.anchors, metric.num, metric.den) }];
  });
  let weights = 0;
  let sum = 0;
  for (const { definition, sub } of present) {
    weights += definition.weight;
    sum += definition.weight * sub;
  }
  // Weights times hundredths over weights are hundredths of a point; one more division by 10 makes tenths.
  const den = 10 * weights;
  const baseTenths = Math.floor((2 * sum + den) / (2 * den));
  const points = apportion(
    present.map(({ definition, sub }) => shareOf(definition.weight * sub, den)),
    baseTenths,
  );
  const lost = present.map(({ definition, sub }) => shareOf(definition.weight * (FULL - sub), den));
  const losses = apportion(lost, 1000 - baseTenths, 'last');
  const components = present.map(({ definition, metric, sub }, index) =>
    resultOf(definition, metric, { sub, points: points[index] ?? 0, lost: losses[index] ?? 0 }),
  );
  return { components, baseTenths };
}

// Whole numbers below 2^53 throughout: weights are at most 1000 each, sub-scores 10,000.
function shareOf(num: number, den: number): Share {
  const remainder = num % den;
  return { whole: (num - remainder) / den, remainder };
}

function resultOf(
  { key, weight }: ComponentDefinition,
  { num, den, evidence }: Metric,
  { sub, points, lost }: { readonly sub: number; readonly points: number; readonly lost: number },
): ComponentResult {
  return {
    key,
    weight,
    subHundredths: sub,
    pointsTenths: points,
    lostTenths: lost,
    xNum: num.toString(),
    xDen: den.toString(),
    evidence,
  };
}

function withheld(band: Band, coverage: number): Band {
  return band === 'champion' && coverage < CHAMPION_COVERAGE ? 'healthy' : band;
}

function confidenceOf(coverage: number, dataDays: number): Confidence {
  if (coverage >= HIGH_CONFIDENCE.coverage && dataDays >= HIGH_CONFIDENCE.days) return 'high';
  return coverage >= MEDIUM_COVERAGE ? 'medium' : 'low';
}

function topRisk(cap: CapKey | null, components: readonly ComponentResult[]): ComponentKey | CapKey | null {
  if (cap !== null) return cap;
  let worst: ComponentKey | null = null;
  let most = 0;
  for (const { key, weight, subHundredths } of components) {
    const lost = weight * (FULL - subHundredths);
    if (lost > most) [worst, most] = [key, lost];
  }
  return worst;
}
