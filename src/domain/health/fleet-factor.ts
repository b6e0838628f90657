import type { HealthDefinition } from '../definition.ts';
import type { AccountFacts } from '../facts.ts';
import { roundHalfUp } from '../rational.ts';
import { trendBaseline } from './baseline.ts';
import { coverageOf, measure } from './coverage.ts';
import { definitionFor } from './segment.ts';

const NO_CORRECTION = 1000;
const FEWEST_ACCOUNTS = 20;
const USED_BELOW = 950;

/**
 * How the whole fleet moved, per mille: the lower median of current against usual user-days over scored accounts.
 * A holiday week lowers everybody; dividing by this factor keeps it out of the single account's trend.
 * 1000 with fewer than 20 such accounts, when the fleet is not down, or when the median account is silent
 * (that is an outage, and there is nothing to divide by).
 */
export function fleetFactor(accounts: readonly AccountFacts[], definition: HealthDefinition): number {
  return factorOfRatios(fleetRatios(accounts, definition));
}

/** What the factor is the median of, per mille, in the order of the accounts; those without a score have none. */
export function fleetRatios(accounts: readonly AccountFacts[], definition: HealthDefinition): number[] {
  const ratios: number[] = [];
  for (const facts of accounts) {
    const baseline = facts.excluded == null ? trendBaseline(facts) : null;
    if (baseline === null || !isScored(facts, definition)) continue;
    ratios.push(Number(roundHalfUp(2000n * BigInt(baseline.userDays), baseline.userDaysTimes2)));
  }
  return ratios;
}

/** The fleet factor from the ratios of all accounts, in any order. */
export function factorOfRatios(ratios: readonly number[]): number {
  if (ratios.length < FEWEST_ACCOUNTS) return NO_CORRECTION;
  const sorted = ratios.toSorted((a, b) => a - b);
  const median = sorted[(sorted.length - 1) >> 1] ?? NO_CORRECTION;
  return median > 0 && median < USED_BELOW ? median : NO_CORRECTION;
}

function isScored(facts: AccountFacts, definition: HealthDefinition): boolean {
  if (facts.data_days < definition.min_days) return false;
  const { rules } = definitionFor(facts, definition);
  return coverageOf(measure(facts, rules, NO_CORRECTION)) >= rules.min_coverage;
}
