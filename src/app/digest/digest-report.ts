import type { BandLabel } from '../../domain/assessment.ts';
import type { Day } from '../../domain/day.ts';
import type { EpisodeState } from '../../domain/episodes/episode.ts';
import type { SignalId } from '../../domain/episodes/rules/index.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { BriefStanding } from '../accounts/account-report.ts';
import type { ChangeReport } from '../changes/change-report.ts';
import type { HandledAccount } from '../episodes/episode-reports.ts';
import type { DataNotice, DataStand, SourceAge, SourceFeed } from '../freshness/freshness-report.ts';
import type { AuthorRef } from '../judgements/judgement-report.ts';
import type { MoneyTotal } from '../portfolio/portfolio-reports.ts';

export type DigestSignal = SignalId | 'recovered';

export interface DigestEntry {
  readonly standing: BriefStanding;
  /** The worst one; the others as tags. */
  readonly signal: DigestSignal;
  readonly tags: readonly DigestSignal[];
  /** Tenths of a point over `changeDays`; null without an older score of the same definition. */
  readonly changeTenths: number | null;
  readonly changeDays: number | null;
  /** What moved the score over `changeDays`, of the weightiest new lines; absent where nothing can be compared. */
  readonly why?: ChangeReport | undefined;
  /** When the signal began; for recovered ones, when they first went wrong. */
  readonly since: Day;
  /** `acknowledged`: somebody took all of it. */
  readonly state: EpisodeState;
  /** It has been open for a week and nobody has taken it; said once. */
  readonly reminder: boolean;
  /** Nobody took it, so it was handed on; `isNews`: since the digest before. Absent where it was not. */
  readonly escalated?: { readonly to: AuthorRef; readonly isNews: boolean } | undefined;
  /** For recovered ones: what it was, and for how many days. */
  readonly was: { readonly band: BandLabel | null; readonly days: number } | null;
}

export interface ExposureMove {
  readonly account: AccountRef;
  /** Signed minor units of the reporting currency. */
  readonly minor: number;
}

/** Which accounts a digest is about. All that is named must hold. */
export interface DigestFilter {
  /** In any case. */
  readonly plan?: string | undefined;
  /** E-mail address in any case, or Slack user id. */
  readonly owner?: string | undefined;
  /** 0 <= days to renewal <= this. */
  readonly renewsWithinDays?: number | undefined;
  /** Only chooses lines; sums are of all accounts that the rest of the filter chooses. */
  readonly bands?: readonly BandLabel[] | undefined;
  /** Slack user id: alerts that were handed on to this person are lines too; sums stay as they are. */
  readonly handedTo?: string | undefined;
}

/** What /pulse answers and the daily digest says. Money per month in the reporting currency. */
export interface DigestReport {
  readonly stand: DataStand;
  /** How each source stands now; absent: only the ages of `stand` are known. */
  readonly feeds?: readonly SourceFeed[] | undefined;
  readonly day: Day;
  /** Left out where it is about all accounts. */
  readonly filter?: DigestFilter | undefined;
  readonly seatsAtRisk: MoneyTotal;
  /** Against the previous digest's snapshot day: the moves and the parts of what changed add up to `minor`. */
  readonly seatsAtRiskChange: {
    readonly since: Day;
    readonly minor: number;
    readonly entered: readonly ExposureMove[];
    readonly left: readonly ExposureMove[];
    /** Of accounts at risk on both days. */
    readonly changed: { readonly usageMinor: number; readonly seatsMinor: number; readonly priceMinor: number };
    readonly fxMinor: number;
  } | null;
  readonly seatsAtRiskWeek: { readonly since: Day; readonly minor: number } | null;
  readonly dormantSeats: MoneyTotal;
  readonly churnExposure: MoneyTotal & { readonly critical: number };
  readonly expansionMrr: MoneyTotal;
  /** Ordered by priority, worst first. */
  readonly fresh: readonly DigestEntry[];
  readonly recovered: readonly DigestEntry[];
  readonly open: readonly DigestEntry[];
  readonly expansion: readonly BriefStanding[];
  readonly handled?: readonly HandledAccount[] | undefined;
  /** Accounts whose open alerts all sleep. */
  readonly snoozed: number;
  readonly quiet: number;
  readonly star: string | null;
  /** Sources that look broken now. */
  readonly dataProblems: readonly SourceAge[];
  /** What this day's digest says about sources, and no other day's. */
  readonly notices: readonly DataNotice[];
}
