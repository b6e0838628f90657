import { groupBy } from '../group-by.ts';
import { utilizationTenths } from '../utilization.ts';
import { byUse, meanTenths, medianUseTenths } from './median-use.ts';

/** One account of a cohort: people active in 30 days and paid seats, of which there is at least one. */
export interface CohortMember {
  /** Null: not known, which is a cohort of its own. */
  readonly cohort: string | null;
  readonly active: number;
  readonly paid: number;
}

/** Percentages in tenths, half-up. */
export interface CohortUtilization {
  readonly cohort: string | null;
  /** Accounts. */
  readonly n: number;
  readonly active: number;
  readonly paid: number;
  /** All active people over all paid seats, so that a small account weighs little. */
  readonly weightedTenths: number;
  /** The account in the middle; the mean of the middle two of an even number. */
  readonly medianTenths: number;
  /** The account a quarter of the way up, by nearest rank, and the one at three quarters. */
  readonly lowerQuartileTenths: number;
  readonly upperQuartileTenths: number;
}

export interface CohortsUtilization {
  /** Those of enough accounts, by name; the one without a name last. */
  readonly shown: readonly CohortUtilization[];
  /** Those of too few accounts to say anything, and how many accounts they have. */
  readonly hidden: { readonly cohorts: number; readonly accounts: number };
}

/** Cohorts of fewer accounts are not shown. */
export const LEAST_OF_COHORT = 5;

/** Utilization by cohort. Never a mean of percentages: weighted, median and quartiles. */
export function cohortUtilization(members: readonly CohortMember[]): CohortsUtilization {
  const cohorts = groupBy(members, ({ cohort }) => cohort);
  const shown: CohortUtilization[] = [];
  const hidden = { cohorts: 0, accounts: 0 };
  for (const [cohort, own] of cohorts) {
    if (own.length < LEAST_OF_COHORT) {
      hidden.cohorts += 1;
      hidden.accounts += own.length;
    } else shown.push(utilizationOf(cohort, own));
  }
  return { shown: shown.sort(byName), hidden };
}

function utilizationOf(cohort: string | null, members: readonly CohortMember[]): CohortUtilization {
  const sorted = [...members].sort(byUse);
  const ranked = (place: number): number => meanTenths(sorted[place - 1], sorted[place - 1]);
  const sum = (of: (member: CohortMember) => number): number => members.reduce((total, one) => total + of(one), 0);
  const active = sum((member) => member.active);
  const paid = sum((member) => member.paid);
  const n = sorted.length;
  return {
    cohort,
    n,
    active,
    paid,
    weightedTenths: utilizationTenths({ active, paid }) ?? 0,
    medianTenths: medianUseTenths(members) ?? 0,
    lowerQuartileTenths: ranked(Math.ceil(n / 4)),
    upperQuartileTenths: ranked(Math.ceil((3 * n) / 4)),
  };
}

function byName(a: CohortUtilization, b: CohortUtilization): number {
  if (a.cohort === b.cohort) return 0;
  if (a.cohort === null || b.cohort === null) return a.cohort === null ? 1 : -1;
  return a.cohort < b.cohort ? -1 : 1;
}
