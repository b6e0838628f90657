import type { BandLabel } from '../../domain/assessment.ts';
import type { Day } from '../../domain/day.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { ChangeReport } from '../changes/change-report.ts';
import type { DigestFilter, DigestReport } from '../digest/digest-report.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { MoneyTotal } from '../portfolio/portfolio-reports.ts';

/** The change of an account's score over a week under one definition. */
export interface Mover {
  readonly standing: AccountStanding;
  /** Tenths of a point. */
  readonly changeTenths: number;
  readonly wasTenths: number;
  readonly wasBand: BandLabel | null;
  /** What moved it; absent where it is not asked for. */
  readonly why?: ChangeReport | undefined;
}

/** The answer to `/pulse movers`. */
export interface MoversReport {
  readonly stand: DataStand;
  /** The snapshot day of the comparison; null: there is none a week before. */
  readonly since: Day | null;
  /** Accounts with a score under the same definition on both days. */
  readonly compared: number;
  /** Largest fall first. */
  readonly down: readonly Mover[];
  /** Largest rise first. */
  readonly up: readonly Mover[];
}

export interface RenewalBand {
  readonly band: BandLabel | null;
  readonly accounts: number;
  /** Full MRR in the reporting currency. */
  readonly mrr: MoneyTotal;
}

/** Renewals from the day on, for 90 days, as the weekly rollup has them. */
export interface RenewalsReport {
  readonly stand: DataStand;
  readonly day: Day;
  readonly withinDays: number;
  /** Earliest renewal first, then the lowest score. */
  readonly renewals: readonly Pick<AccountStanding, 'account' | 'band'>[];
  /** Worst band first; bands without a renewal are left out. */
  readonly bands: readonly RenewalBand[];
}

/** How the full MRR of accounts that may leave came to be what it is. Minor units of the reporting currency. */
export interface ChurnChange {
  readonly since: Day;
  /** entered + left + changed. */
  readonly minor: number;
  readonly enteredMinor: number;
  readonly leftMinor: number;
  /** Of accounts that were and are in it: their MRR changed. */
  readonly changedMinor: number;
}

export interface BandMove {
  readonly from: BandLabel | null;
  readonly to: BandLabel | null;
  readonly accounts: number;
}

/** What became of alerts in a week. */
export interface AlertCounts {
  readonly sent: number;
  readonly acknowledged: number;
  readonly snoozed: number;
  readonly recovered: number;
}

export interface RulesChange {
  /** The first snapshot day under them. */
  readonly day: Day;
  /** 'balanced@1' */
  readonly from: string;
  readonly to: string;
}

/** The week for leaders. */
export interface RollupReport {
  readonly stand: DataStand;
  readonly day: Day;
  /** Left out where it is about all accounts. */
  readonly filter?: DigestFilter | undefined;
  readonly seatsAtRisk: MoneyTotal;
  readonly seatsAtRiskWeek: DigestReport['seatsAtRiskChange'];
  readonly seatsAtRiskMonth: DigestReport['seatsAtRiskChange'];
  readonly churnExposure: MoneyTotal;
  readonly churnWeek: ChurnChange | null;
  readonly churnMonth: ChurnChange | null;
  /** Worst first. */
  readonly bands: readonly { readonly band: BandLabel; readonly accounts: number }[];
  /** Over a week, most accounts first. */
  readonly bandMoves: readonly BandMove[];
  readonly renewals: RenewalsReport;
  readonly movers: MoversReport;
  readonly alerts: AlertCounts;
  /** Scored accounts of which less than `belowPercent` was measured, largest MRR first. */
  readonly thinlyMeasured: { readonly belowPercent: number; readonly accounts: readonly AccountRef[] };
  /** Oldest first. */
  readonly rules: readonly RulesChange[];
}
