import type { CohortsUtilization } from '../../domain/adoption/cohort-utilization.ts';
import type { MilestoneSummary } from '../../domain/adoption/milestones.ts';
import type { SeatFitVerdict } from '../../domain/adoption/seat-fit.ts';
import type { SupportLoad } from '../../domain/adoption/support-load.ts';
import type { DataStand } from '../freshness/freshness-report.ts';

/** What accounts are told apart by: the month of their first payment, and what is known of them now. */
export const ADOPTION_COHORTS = ['month', 'industry', 'size', 'plan'] as const;
export type AdoptionCohortBy = (typeof ADOPTION_COHORTS)[number];

/** Milestones of purchases of the last year and of seats added in the last 180 days, by days after them. */
export interface MilestonesReport {
  readonly purchases: readonly MilestoneSummary[];
  readonly tranches: readonly MilestoneSummary[];
}

export interface AutomationReport {
  /** Tenths of a percent of all core events of 30 days; null without an event. */
  readonly shareTenths: number | null;
  /** The same of the 30 days that ended 90 days earlier. */
  readonly shareBeforeTenths: number | null;
}

export interface SeatFitReport {
  /** Accounts with six months of use that have a score, by what it says. */
  readonly accounts: Readonly<Record<SeatFitVerdict, number>>;
  readonly medianTenths: number | null;
  /** Accounts for which too little is known. */
  readonly unknown: number;
}

/** A group of accounts in which automation rose while seats and money did not grow. */
export interface PilotCandidate {
  readonly by: Exclude<AdoptionCohortBy, 'month'>;
  /** Null: not known. */
  readonly segment: string | null;
  readonly n: number;
  readonly shareTenths: number | null;
  readonly shareBeforeTenths: number | null;
  readonly seatChange: number;
}

/** How seats are used over the whole portfolio, for leaders. No account and no person is named. */
export interface AdoptionMetrics {
  readonly stand: DataStand;
  /** Accounts with paid seats that have sent an event and are not excluded: those that all the rest is about. */
  readonly accounts: number;
  readonly cohorts: Readonly<Record<AdoptionCohortBy, CohortsUtilization>>;
  /** Null: the rule for who is active counts named events, which no day's counts tell. */
  readonly milestones: MilestonesReport | null;
  /** Null: no source of tickets is connected. */
  readonly support: SupportLoad | null;
  /** Null: no event ever said that a program made it. */
  readonly automation: AutomationReport | null;
  /** Null where the automation is not known. */
  readonly seatFit: SeatFitReport | null;
  readonly pilotCandidates: readonly PilotCandidate[];
}
