import type { CapKey, ComponentKey, ComponentResult, HealthAssessment } from './assessment.ts';
import type { ChangeTerm, Measurement, ScoredFacts } from './change.ts';
import { COMPONENT_KEYS } from './health/components/index.ts';
import { measure } from './health/coverage.ts';
import { scoreComponents, weigh } from './health/score-components.ts';
import { definitionFor } from './health/segment.ts';
import { ruleScore } from './override.ts';

type Results = readonly ComponentResult[];

/** Where the comparison of components starts: the old facts under the new rules. */
interface Start {
  readonly components: Results;
  readonly baseTenths: number;
}

interface Sides {
  readonly from: ScoredFacts;
  readonly to: ScoredFacts;
}

/**
 * The parts of a score's change, which add up to score(to) - score(from) exactly: (1) behaviour, with the old set of
 * measured components, (2) components that became known or unknown, (3) other rules on the old facts, (4) caps,
 * (5) an override by a person.
 * Empty where one side has no score. Without the new rules all that is not a cap counts as their effect.
 */
export function explainChange({ from, to }: Sides): ChangeTerm[] {
  if (from.health.baseTenths === null || to.health.baseTenths === null) return [];
  const rules = [...baseTerms({ from, to }), ...capTerms(from.health, to.health)];
  const terms = [...rules, overrideTerm(from.health, to.health)].filter(isSaid);
  if (from.day !== to.day) return terms;
  return terms.map((term) => (isDecided(term) ? term : { ...term, kind: 'late_data' }));
}

// Neither comes from data, so neither can be late.
function isDecided({ kind }: ChangeTerm): boolean {
  return kind === 'definition' || kind === 'override';
}

function baseTerms({ from, to }: Sides): ChangeTerm[] {
  const [before, after] = [from.health.baseTenths ?? 0, to.health.baseTenths ?? 0];
  const start = startOf({ from, to });
  if (start === null) return [otherRules(after - before)];
  const held = heldCoverage(start.components, to.health.components);
  const behaviour = behaviourTerms(start.components, held);
  return [
    ...countedOtherwise(behaviour, { from, to }),
    ...coverageTerms(held, to.health.components),
    otherRules(start.baseTenths - before),
  ];
}

const OF_PEOPLE: readonly string[] = ['utilization', 'regularity', 'trend', 'support', 'key_contact'];
const OF_EVENTS: readonly string[] = ['reliability'];

/** Another idea of activity moves the components that are made of it, whatever the people do. */
function countedOtherwise(terms: readonly ChangeTerm[], { from, to }: Sides): readonly ChangeTerm[] {
  const [before, after] = [from.definition.activity, to.definition.activity];
  if (before === undefined || after === undefined) return terms;
  const others = before.eligible !== after.eligible;
  const keys = [...(others || before.rule !== after.rule ? OF_PEOPLE : []), ...(others ? OF_EVENTS : [])];
  return terms.map((term) => (keys.includes(term.key) ? { ...term, kind: 'definition' } : term));
}

// Under equal rules the stored result stands, even if this version of the program would compute another. An account
// that moved to another segment is under other rules, although the definition is the same.
function startOf({ from, to }: Sides): Start | null {
  const { components, baseTenths } = from.health;
  if (from.definition.hash === to.definition.hash && from.health.segment === to.health.segment)
    return { components, baseTenths: baseTenths ?? 0 };
  const rules = to.definition.health;
  const measured = rules === null ? [] : measure(from.facts, definitionFor(to.facts, rules).rules, from.fleetFactor);
  return measured.some(({ metric }) => metric !== null) ? scoreComponents(measured) : null;
}

/** The new measurements at the old coverage: a component that is gone keeps its last sub-score, a new one waits. */
function heldCoverage(old: Results, now: Results): Results {
  const held = old.map((was) => ({ ...(find(now, was.key) ?? was), weight: was.weight }));
  const { points } = weigh(held);
  return held.map((component, index) => ({ ...component, pointsTenths: points[index] ?? 0 }));
}

function behaviourTerms(old: Results, held: Results): ChangeTerm[] {
  return COMPONENT_KEYS.flatMap((key) => {
    const [before, after] = [find(old, key), find(held, key)];
    return before && after ? [componentTerm('behaviour', key, before, after)] : [];
  });
}

function coverageTerms(held: Results, now: Results): ChangeTerm[] {
  return COMPONENT_KEYS.flatMap((key) => {
    const [before, after] = [find(held, key), find(now, key)];
    return before || after ? [componentTerm('coverage', key, before, after)] : [];
  });
}

function componentTerm(
  kind: 'behaviour' | 'coverage',
  key: ComponentKey,
  before: ComponentResult | undefined,
  after: ComponentResult | undefined,
): ChangeTerm {
  const pointsTenths = (after?.pointsTenths ?? 0) - (before?.pointsTenths ?? 0);
  return { key, kind, pointsTenths, before: measurement(before), after: measurement(after) };
}

function measurement(result: ComponentResult | undefined): Measurement | null {
  return result === undefined ? null : { evidence: result.evidence, subHundredths: result.subHundredths };
}

function otherRules(pointsTenths: number): ChangeTerm {
  return { key: 'definition', kind: 'definition', pointsTenths, before: null, after: null };
}

/** What a cap takes off changes when it sets in or ends, and when the score above it moves. */
export function capTerms(from: HealthAssessment, to: HealthAssessment): ChangeTerm[] {
  const [before, after] = [takenOff(from), takenOff(to)];
  if (from.cap !== null && from.cap === to.cap) return [capTerm(from.cap, before - after)];
  return [
    ...(from.cap === null ? [] : [capTerm(from.cap, before)]),
    ...(to.cap === null ? [] : [capTerm(to.cap, -after)]),
  ];
}

function takenOff(health: HealthAssessment): number {
  return (health.baseTenths ?? 0) - (ruleScore(health) ?? 0);
}

/** What an override adds to the score of the rules changes when it is made or ends, and when that score moves. */
export function overrideTerm(from: HealthAssessment, to: HealthAssessment): ChangeTerm {
  const pointsTenths = addedByHand(to) - addedByHand(from);
  return { key: 'override', kind: 'override', pointsTenths, before: null, after: null };
}

function addedByHand(health: HealthAssessment): number {
  return (health.scoreTenths ?? 0) - (ruleScore(health) ?? 0);
}

function capTerm(key: CapKey, pointsTenths: number): ChangeTerm {
  return { key, kind: 'cap', pointsTenths, before: null, after: null };
}

// A component that appears or vanishes is said even without points: it is why weights moved.
function isSaid({ kind, pointsTenths, before, after }: ChangeTerm): boolean {
  return pointsTenths !== 0 || (kind === 'coverage' && (before === null || after === null));
}

function find(results: Results, key: ComponentKey): ComponentResult | undefined {
  return results.find((result) => result.key === key);
}
