import { ACTIVE_DEFAULTS } from '../../domain/active/definition.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../domain/definition.ts';
import { canonicalJson, hashOf } from '../canonical-json.ts';
import type { Context } from '../context.ts';

/** Settings that were constants of the program before they could be chosen. */
const LATER_HEALTH = ['silent_days', 'past_due_days', 'champion_coverage', 'drop_points', 'segments'] as const;
const LATER_UTILIZATION = ['seat_growth'] as const;

/** Names everything that turns facts into numbers: two snapshots with the same hash were scored by the same rules. */
export function definitionHash({
  health,
  utilization,
  active,
}: Pick<Context, 'health' | 'utilization' | 'active'>): string {
  // Without what is not configured, so that numbers made before there was a choice keep their name.
  const chosen = canonicalJson(active) !== canonicalJson(ACTIVE_DEFAULTS);
  return hashOf({
    health: withoutUnchosen(health, BALANCED, LATER_HEALTH),
    utilization: withoutUnchosen(utilization, UTILIZATION_DEFAULTS, LATER_UTILIZATION),
    ...(chosen ? { active } : {}),
  });
}

function withoutUnchosen<T extends object>(rules: T, defaults: T, later: readonly (keyof T & string)[]): object {
  const unchosen = new Set<string>(later.filter((key) => canonicalJson(rules[key]) === canonicalJson(defaults[key])));
  return Object.fromEntries(Object.entries(rules).filter(([key]) => !unchosen.has(key)));
}
