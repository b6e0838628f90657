import type { Day } from '../../domain/day.ts';
import type { Money } from '../../domain/money.ts';
import type { Month } from '../../domain/month.ts';
import type { CohortDimension } from '../../domain/revenue/cohorts.ts';
import type { Movements } from '../../domain/revenue/movements.ts';
import type { RetentionRates } from '../../domain/revenue/retention-rates.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { MoneyTotal } from '../portfolio/portfolio-reports.ts';

/** An account that is in no sum, and why nothing can be said about its money. */
export interface UncountedAccount {
  readonly accountId: string;
  readonly name: string;
  /** 'no_rate': no dated rate of its currency; 'unknown_mrr': billing has not told what it pays. */
  readonly reason: 'no_rate' | 'unknown_mrr';
}

/** MRR of all accounts at a local midnight, at the rates of that day. Partial: some accounts are not in it. */
export interface RevenueLevel {
  readonly day: Day;
  readonly mrr: MoneyTotal;
  /** Accounts with an MRR above 0. */
  readonly payingAccounts: number;
  /** Accounts that are not in the sum: no rate, or not known. */
  readonly uncounted: number;
}

/** One local month. */
export interface RevenueMonth {
  readonly month: Month;
  /** Local midnights: from the first until before the second. */
  readonly from: Day;
  readonly to: Day;
  /** False: the month still runs. */
  readonly complete: boolean;
  /** At the end, at the rates of that day. */
  readonly closing: RevenueLevel;
  /**
   * At the rates of the report's last day, in minor units of the reporting currency. The kinds add up to the change of
   * known MRR at those rates.
   */
  readonly movements: Movements;
  /** Their sum. */
  readonly changeMinor: number;
}

/** What became of the accounts that paid at the start, at the rates of the report's last day. */
export interface RevenueRetention extends RetentionRates {
  readonly months: number;
  readonly from: Day;
  readonly to: Day;
  /** Accounts that paid at the start and whose MRR at the end is not known: they are left out. */
  readonly unmeasured: number;
}

/** Revenue per user over the 30 days before a local midnight. Null: nobody to divide by, or not known. */
export interface RevenuePerUser {
  readonly from: Day;
  readonly to: Day;
  readonly perPaidSeat: Money | null;
  readonly perActiveUser: Money | null;
  readonly paidSeats: { readonly start: number; readonly end: number };
  /** Null: no snapshot of that day counts active people. */
  readonly activeUsers: { readonly start: number; readonly end: number } | null;
}

/** Revenue of the whole portfolio for leaders; money in the reporting currency. */
export interface RevenueMetrics {
  readonly stand: DataStand;
  readonly currency: string;
  /** The last local midnight of the report. */
  readonly day: Day;
  /** First and last month. */
  readonly from: Month;
  readonly to: Month;
  /** At the first midnight of the first month. */
  readonly opening: RevenueLevel;
  /** At `day`. */
  readonly closing: RevenueLevel;
  /** 12 × the closing MRR. */
  readonly arr: MoneyTotal;
  /** MRR per paying account; null without one. */
  readonly arpa: Money | null;
  readonly arpu: RevenuePerUser;
  /** Oldest first. */
  readonly months: readonly RevenueMonth[];
  /** Over whole months up to the last complete one: longest first. */
  readonly retention: readonly RevenueRetention[];
  /** Not in the closing MRR, by id. */
  readonly uncounted: readonly UncountedAccount[];
}

/** Retention of a month's cohort by whole months since its first month ended. */
export interface CohortAge {
  readonly months: number;
  readonly nrrTenths: number | null;
  readonly grrTenths: number | null;
  readonly expansionTenths: number | null;
}

export interface RevenueCohort {
  /** The name of the group; a month as 'YYYY-MM'; null: not known. */
  readonly cohort: string | null;
  /** Accounts that are measured. */
  readonly accounts: number;
  /** Null: fewer than five accounts, of which nothing is told. */
  readonly rates: RetentionRates | null;
  /** Of a month's cohort at whole ages, youngest first; empty for other groups. */
  readonly ages: readonly CohortAge[];
}

/** The answer to `/pulse cohorts`; money at the rates of the last day, in the reporting currency. */
export interface RevenueCohorts {
  readonly stand: DataStand;
  readonly by: CohortDimension;
  readonly currency: string;
  /** From when to when; for months of first payment `from` is the end of the cohort's own first month instead. */
  readonly from: Day;
  readonly to: Day;
  readonly cohorts: readonly RevenueCohort[];
  /** Accounts that paid at the start and whose MRR at either end is not known, or has no rate. */
  readonly unmeasured: number;
}
