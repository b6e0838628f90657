import type { Band } from '../../domain/assessment.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { ScoreOverride } from '../../domain/override.ts';
import { hashOf } from '../canonical-json.ts';
import type { Context } from '../context.ts';

/** Names everything that a snapshot is computed from: with the same hash it has the same bytes. */
export function snapshotInputHash(
  { reportingCurrency }: Pick<Context, 'reportingCurrency'>,
  inputs: {
    readonly facts: AccountFacts;
    /** Of the rules. */
    readonly hash: string;
    readonly fleetFactor: number;
    readonly previousBand: Band | null;
    readonly override: ScoreOverride | null;
  },
): string {
  const { facts, fleetFactor, hash, override, previousBand } = inputs;
  const decided = override === null ? [] : [override];
  return hashOf([facts, hash, fleetFactor, previousBand, reportingCurrency, ...decided]);
}
