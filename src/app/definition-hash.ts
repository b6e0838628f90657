import { hashOf } from './canonical-json.ts';
import type { Context } from './context.ts';

/** Names everything that turns facts into numbers: two snapshots with the same hash were scored by the same rules. */
export function definitionHash({ health, utilization }: Pick<Context, 'health' | 'utilization'>): string {
  return hashOf({ health, utilization });
}
