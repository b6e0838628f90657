import type { Day } from '../../domain/day.ts';
import type { Money } from '../../domain/money.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { GrowthPlanRef } from '../judgements/judgement-report.ts';
import type { MoneyTotal } from '../portfolio/portfolio-reports.ts';

export interface SeatFilter {
  readonly ownerEmail?: string | undefined;
  readonly ownerSlackUserId?: string | undefined;
  readonly plan?: string | undefined;
  /** 0 <= days to renewal < this. */
  readonly renewsWithinDays?: number | undefined;
  /** Points lost in the quarter, more than this. */
  readonly droppedPoints?: number | undefined;
}

/** Seat utilization: sections sorted by exposure, MRR, id. Totals in the reporting currency per month. */
export interface SeatReportOf<Section> {
  readonly stand: DataStand;
  readonly filter: SeatFilter;
  readonly minSeats: number;
  /** Accounts that are ranked (enough paid seats, not excluded), and all that match the filter. */
  readonly ranked: number;
  readonly total: number;
  readonly atRisk: Section;
  readonly dormant: Section;
  readonly ramping: Section;
  readonly expansion: Section;
  /** Accounts of the sections beyond those listed. */
  readonly more: number;
  readonly totals: {
    readonly atRisk: MoneyTotal;
    readonly dormant: MoneyTotal;
    readonly ramping: MoneyTotal;
    readonly expansion: MoneyTotal;
  };
  readonly notRanked: {
    readonly small: number;
    readonly usageBased: number;
    readonly noSignal: number;
    readonly onboarding: number;
    readonly noSeats: number;
    /** Trial, internal, cancelled, free. */
    readonly otherwiseExcluded: number;
  };
}

/** The answer to `/utilization`. */
export type SeatReport = SeatReportOf<readonly AccountStanding[]>;

/** People and seats of 30 local days. */
export interface SeatMonth {
  /** The day after its last one. */
  readonly until: Day;
  /** Distinct active people. */
  readonly people: number;
  /** Paid seats at its end; null where the ledger does not reach back. */
  readonly seats: number | null;
}

/** The answer to `/utilization acme`. */
export interface AccountSeatsReport {
  readonly stand: DataStand;
  readonly standing: AccountStanding;
  /** Roles with people; assigned is null when the source does not say. */
  readonly roles: readonly { readonly role: string; readonly people: number; readonly active: number }[];
  /** Newest first, at most ten. */
  readonly ledger: readonly {
    readonly on: Day;
    readonly delta: number;
    readonly kind: string;
    readonly source: string;
    /** The source's own id of what moved the seats. */
    readonly sourceEventId: string;
    readonly balance: number;
  }[];
  /** 30-day months that end at the day of the numbers, oldest first, at most twelve. */
  readonly months: readonly SeatMonth[];
  /** What was ever planned, newest first, at most 20; those that count today are told apart by `isInForce`. */
  readonly growthPlans: readonly (GrowthPlanRef & { readonly isInForce: boolean })[];
  /** What the proposed seats would cost for the rest of the period, an estimate; null where it cannot be known. */
  readonly expansionCost: { readonly seats: number; readonly amount: Money; readonly until: Day } | null;
}
