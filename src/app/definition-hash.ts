import { ACTIVE_DEFAULTS } from '../domain/active/definition.ts';
import { canonicalJson, hashOf } from './canonical-json.ts';
import type { Context } from './context.ts';

/** Names everything that turns facts into numbers: two snapshots with the same hash were scored by the same rules. */
export function definitionHash({
  health,
  utilization,
  active,
}: Pick<Context, 'health' | 'utilization' | 'active'>): string {
  // Without it where nothing is configured, so that numbers made before there was a choice keep their name.
  const chosen = canonicalJson(active) !== canonicalJson(ACTIVE_DEFAULTS);
  return hashOf({ health, utilization, ...(chosen ? { active } : {}) });
}
