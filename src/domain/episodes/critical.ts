import type { DayLevel } from './level.ts';
import { ruleOf, type SignalId } from './rules/index.ts';

/** Whether the signal keeps the account's milder ones quiet, with the account at this level. */
export function isCritical(signal: SignalId, { band }: Pick<DayLevel, 'band'>): boolean {
  return ruleOf(signal)?.severity === 'critical' || (signal === 'band_down' && band === 'CRITICAL');
}
