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
import type { HealthDefinition } from '../definition.ts';
import type { AccountFacts } from '../facts.ts';
import { isNeverSeen } from '../never-seen.ts';
import { overriddenScore, type ScoreOverride } from '../override.ts';
import { bandOf, bandWithHysteresis } from './band.ts';
import { bindingCap } from './caps.ts';
import { coverageOf, measure } from './coverage.ts';
import { FULL_SUB_SCORE, scoreComponents } from './score-components.ts';
import { definitionFor } from './segment.ts';

const HIGH_CONFIDENCE = { coverage: 90, days: 90 };
const MEDIUM_COVERAGE = 70;

export interface ScoreInput {
  readonly facts: AccountFacts;
  readonly seats: SeatAssessment;
  readonly definition: HealthDefinition;
  /** Per mille. */
  readonly fleetFactor: number;
  readonly previousBand: Band | null;
  readonly override: ScoreOverride | null;
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
  const { facts, seats } = input;
  if (facts.excluded != null) return EXCLUDED;
  const { rules, segment } = definitionFor(facts, input.definition);
  const measured = measure(facts, rules, input.fleetFactor);
  const coverage = coverageOf(measured);
  const missing = measured.filter(({ metric }) => metric === null).map((entry) => entry.definition.key);
  const label = noScoreLabel(facts, rules, coverage);
  const named = segment === null ? {} : { segment };
  if (label !== null) return { ...EXCLUDED, band: label, coverage, confidence: 'none', missing, ...named };
  const { components, baseTenths } = scoreComponents(measured);
  const cap = bindingCap({ facts, seats, rules }, baseTenths);
  const ruleTenths = cap?.tenths ?? baseTenths;
  const { override } = input;
  const scoreTenths = override === null ? ruleTenths : overriddenScore(ruleTenths, override);
  return {
    scoreTenths,
    baseTenths,
    band: withheld(bandWithHysteresis(scoreTenths, input.previousBand, rules), coverage, rules),
    bandRaw: withheld(bandOf(scoreTenths, rules), coverage, rules),
    cap: cap?.key ?? null,
    coverage,
    confidence: confidenceOf(coverage, facts.data_days),
    topRiskSignal: topRisk(cap?.key ?? null, components),
    components,
    missing,
    ...named,
    ...(override === null ? {} : { override: { ...override, withoutTenths: ruleTenths } }),
  };
}

function noScoreLabel(facts: AccountFacts, rules: HealthDefinition, coverage: number): BandLabel | null {
  if (isNeverSeen(facts)) return 'not scored';
  if (facts.data_days < rules.min_days) return 'onboarding';
  return coverage === 0 || coverage < rules.min_coverage ? 'not scored' : null;
}

function withheld(band: Band, coverage: number, rules: HealthDefinition): Band {
  return band === 'champion' && coverage < rules.champion_coverage ? 'healthy' : band;
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
    const lost = weight * (FULL_SUB_SCORE - subHundredths);
    if (lost > most) [worst, most] = [key, lost];
  }
  return worst;
}
