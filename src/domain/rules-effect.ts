import type { HealthAssessment } from './assessment.ts';
import type { ChangeTerm } from './change.ts';
import { capTerms, overrideTerm } from './explain.ts';
import { COMPONENT_KEYS } from './health/components/index.ts';

/** What one part of a score is worth more or less under other rules, in tenths of a point. */
export type RulesTerm = Pick<ChangeTerm, 'key' | 'pointsTenths'>;

/**
 * The same facts under two sets of rules: per component, cap and override what the second gives more than the first.
 * The terms add up to the difference of the scores exactly; none without two scores.
 */
export function rulesEffect(now: HealthAssessment, tried: HealthAssessment): RulesTerm[] {
  if (now.scoreTenths === null || tried.scoreTenths === null) return [];
  const pointsOf = (health: HealthAssessment, key: string): number =>
    health.components.find((component) => component.key === key)?.pointsTenths ?? 0;
  const components = COMPONENT_KEYS.map((key) => ({ key, pointsTenths: pointsOf(tried, key) - pointsOf(now, key) }));
  const others = [...capTerms(now, tried), overrideTerm(now, tried)];
  return [...components, ...others.map(({ key, pointsTenths }) => ({ key, pointsTenths }))].filter(
    ({ pointsTenths }) => pointsTenths !== 0,
  );
}
