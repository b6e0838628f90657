import type { Band, BandLabel, Bucket, HealthAssessment, SeatAssessment } from '../../domain/assessment.ts';
import type { Day } from '../../domain/day.ts';
import type { EpisodeState } from '../../domain/episodes/episode.ts';
import type { SignalId } from '../../domain/episodes/rules/index.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { Money } from '../../domain/money.ts';
import type { Play } from '../../domain/suggested-play.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { ScorePoint } from '../accounts/account-report.ts';
import type { AdoptionMetrics } from '../adoption/adoption-reports.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { LastContact } from '../outreach/outreach-report.ts';
import type { MoneyTotal } from '../portfolio/portfolio-reports.ts';
import type { RevenueMetrics } from '../revenue/revenue-reports.ts';
import type { SeatMonth, SeatReport } from '../seats/seats-report.ts';

/** Amounts of one account, in its own currency per month. */
export interface DashboardMoney {
  readonly mrr: Money;
  readonly exposure: Money | null;
  readonly expansion: Money | null;
}

/** One account as everybody who has the link may see it: nobody of the customer is named. */
export interface DashboardAccount {
  readonly account: Pick<AccountRef, 'accountId' | 'name' | 'plan' | 'owner' | 'renewsOn'>;
  /** The band shown, after hysteresis. */
  readonly band: BandLabel | null;
  readonly assessment: {
    readonly facts: Pick<
      AccountFacts,
      | 'active_user_windows'
      | 'active_users_30d'
      | 'days_to_renewal'
      | 'excluded'
      | 'paid_seats'
      | 'tickets_30d'
      | 'urgent_tickets_open'
    >;
    readonly seats: Omit<SeatAssessment, 'expansion' | 'exposureMinor'>;
    readonly health: HealthAssessment;
  };
  /** Seats that are proposed; null where none are. */
  readonly expansionSeats: number | null;
  /** Null: the link shows no amounts. */
  readonly money: DashboardMoney | null;
}

/** An account with alerts that somebody should act on. */
export interface DashboardAlert {
  readonly account: DashboardAccount;
  readonly signal: SignalId;
  /** Its other open alerts. */
  readonly others: readonly SignalId[];
  readonly since: Day;
  readonly state: Exclude<EpisodeState, 'recovered' | 'snoozed'>;
  /** Name of who took it; null while nobody has, or where the name is not known. */
  readonly takenBy: string | null;
  /** What to do first; null for an excluded account. */
  readonly play: Play | null;
}

export interface ActionQueue {
  /** By what they are worth and how soon they renew, worst first. */
  readonly alerts: readonly DashboardAlert[];
  /** Accounts beyond those listed. */
  readonly more: number;
  /** Accounts whose alerts all sleep. */
  readonly snoozed: number;
}

/** Accounts by band on one day. */
export interface BandDay {
  readonly day: Day;
  readonly bands: Readonly<Record<Band, number>>;
  /** Accounts without a score that are not excluded. */
  readonly unscored: number;
}

/** One of the lowest scores, in detail. */
export interface DashboardDetail {
  readonly account: DashboardAccount;
  /** Oldest first, at most 90 days. */
  readonly history: readonly ScorePoint[];
  readonly months: readonly SeatMonth[];
  readonly lastContact: Pick<LastContact, 'daysAgo' | 'kind' | 'on'> | null;
  readonly plays: readonly Play[];
}

interface DashboardFrame {
  /** Whether amounts are shown; without it no amount is in the report. */
  readonly money: boolean;
  readonly stand: DataStand;
  /** Oldest first, about a week apart, the day of the numbers last. */
  readonly bandDays: readonly BandDay[];
  /** Active people of all accounts by 30-day month, oldest first; seats as they are now for the last. */
  readonly people: readonly { readonly until: Day; readonly people: number }[];
  /** Paid seats of all accounts that are not excluded. */
  readonly paidSeats: number;
  /** All accounts of the day. */
  readonly total: number;
  readonly excluded: number;
}

interface ListedAccounts {
  /** Every account, or the first of them. */
  readonly accounts: readonly DashboardAccount[];
  /** Accounts beyond those listed. */
  readonly more: number;
}

export interface HealthDashboard extends DashboardFrame, ListedAccounts {
  readonly kind: 'health';
  /** MRR that may leave: CRITICAL accounts and cancellations; null without amounts. */
  readonly churnExposure: MoneyTotal | null;
  /** Accounts of which that is the MRR. */
  readonly mayLeave: number;
  readonly queue: ActionQueue;
  /** The five lowest scores. */
  readonly lowest: readonly DashboardDetail[];
}

export type SeatSection = Extract<Bucket, 'at_risk' | 'dormant' | 'ramping' | 'expansion'>;

export interface UtilizationDashboard extends DashboardFrame, ListedAccounts {
  readonly kind: 'utilization';
  readonly minSeats: number;
  readonly ranked: number;
  readonly sections: Readonly<Record<SeatSection, number>>;
  /** Exposure of the sections, for `expansion` what is proposed; null without amounts. */
  readonly totals: SeatReport['totals'] | null;
  readonly notRanked: SeatReport['notRanked'];
  readonly queue: ActionQueue;
}

export interface PortfolioDashboard extends DashboardFrame, ListedAccounts {
  readonly kind: 'portfolio';
  /** Null without amounts. */
  readonly totals: SeatReport['totals'] | null;
  readonly sections: Readonly<Record<SeatSection, number>>;
  /** Null without amounts. */
  readonly revenue: RevenueMetrics | null;
  readonly adoption: AdoptionMetrics;
}

/** What a published dashboard shows, as a page, as JSON and as CSV. */
export type DashboardReport = HealthDashboard | UtilizationDashboard | PortfolioDashboard;
