import { compareIds } from '../compare-ids.ts';
import { groupBy } from '../group-by.ts';
import { type RetentionRates, retentionRates, type StartAndEnd } from './retention-rates.ts';

/** A cohort of fewer accounts is counted, and what became of it is not told: one account would be most of it. */
export const LEAST_ACCOUNTS = 5;

export const COHORT_DIMENSIONS = ['month', 'industry', 'size', 'plan'] as const;
/** What accounts are grouped by: month of their first payment, industry, paid seats at the start, plan. */
export type CohortDimension = (typeof COHORT_DIMENSIONS)[number];

export interface CohortMember extends StartAndEnd {
  /** Null: nobody said it. */
  readonly cohort: string | null;
}

export interface Cohort {
  readonly cohort: string | null;
  readonly accounts: number;
  /** Null: fewer than five accounts. */
  readonly rates: RetentionRates | null;
}

/** Retention by cohort in the order of their names, those of which it is not known last. */
export function cohortsOf(members: readonly CohortMember[]): Cohort[] {
  const started = members.filter(({ startMinor }) => startMinor > 0);
  return [...groupBy(started, ({ cohort }) => cohort)]
    .map(([cohort, group]) => ({ cohort, accounts: group.length, rates: shownRates(group) }))
    .sort(
      (a, b) => Number(a.cohort === null) - Number(b.cohort === null) || compareIds(a.cohort ?? '', b.cohort ?? ''),
    );
}

/** The rates of a group of accounts; null when it is too small to be shown. */
export function shownRates(group: readonly StartAndEnd[]): RetentionRates | null {
  const rates = retentionRates(group);
  return rates.accounts < LEAST_ACCOUNTS ? null : rates;
}
