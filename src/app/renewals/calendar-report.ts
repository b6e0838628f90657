import type { RenewalGroup } from '../../domain/renewal-group.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { MoneyTotal } from '../portfolio/portfolio-reports.ts';

export interface RenewalFilter {
  readonly ownerEmail?: string | undefined;
  readonly ownerSlackUserId?: string | undefined;
  /** Groups up to this many days; all of them without it. */
  readonly withinDays?: RenewalGroup | undefined;
}

/** Renewals from `fromDays` to `withinDays`, both included. */
export interface CalendarGroup {
  readonly fromDays: number;
  readonly withinDays: RenewalGroup;
  /** All of the group, also those that are not listed. */
  readonly accounts: number;
  /** Earliest first, then the lowest score. */
  readonly renewals: readonly AccountStanding[];
  readonly mrr: MoneyTotal;
  /** Unused seats' share of the MRR, of every account that is measured. Never to be added to the other. */
  readonly seatExposure: MoneyTotal;
  /** Full MRR of accounts that may leave. */
  readonly churnExposure: MoneyTotal;
}

/** Paying accounts whose next renewal nobody knows. */
export interface RenewalGap {
  readonly accounts: number;
  readonly mrr: MoneyTotal;
  /** Largest MRR in the reporting currency first. */
  readonly largest: readonly AccountStanding[];
}

/** The answer to `/pulse renewals`. Totals are in the reporting currency per month; excluded accounts are not in it. */
export interface RenewalCalendar {
  readonly stand: DataStand;
  readonly filter: RenewalFilter;
  readonly groups: readonly CalendarGroup[];
  /** Renewals of the groups beyond those listed. */
  readonly more: number;
  readonly undated: RenewalGap;
  /** The known date has passed, and nobody said that it was renewed. */
  readonly past: RenewalGap;
  /** Accounts on usage-based plans that renew within the groups: without seats or a score they are not listed. */
  readonly usageBased: number;
}
