import type { Assessment, BandLabel } from '../domain/assessment.ts';
import type { Day } from '../domain/day.ts';
import type { EpisodeState } from '../domain/episodes/episode.ts';
import type { SignalId } from '../domain/episodes/rules/index.ts';
import type { Money } from '../domain/money.ts';
import type { ChangeReport } from './changes/change-report.ts';
import type { HandledAccount } from './episodes/episode-reports.ts';
import type { AuthorRef, GrowthPlanRef, JudgementsReport } from './judgements/judgement-report.ts';

/** One of our own people, responsible for an account. */
export interface OwnerRef {
  readonly email: string;
  readonly name: string;
  readonly slackUserId: string | null;
}

export interface AccountRef {
  /** The vendor's own id of the account. */
  readonly accountId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly plan: string | null;
  readonly owner: OwnerRef | null;
  /** Contract renewal, local day. */
  readonly renewsOn: Day | null;
}

export interface SourceAge {
  /** Kind of signal: usage, errors, tickets, billing, nps. */
  readonly source: string;
  readonly ageMinutes: number;
  readonly stale: boolean;
}

/** When a number was true and what it rests on; every answer carries one. */
export interface DataStand {
  /** Numbers cover the time before this local midnight. */
  readonly day: Day;
  readonly asOf: Date;
  readonly timeZone: string;
  readonly computedAt: Date;
  /** Computed for this answer because there was no snapshot. */
  readonly live: boolean;
  /** 'balanced@1' */
  readonly definition: string;
  readonly sources: readonly SourceAge[];
  /** Usage looked broken when the numbers were made, or does now: scores may be too low. Since when, as far as known. */
  readonly stale: { readonly since: Date | null } | null;
}

/** One account at one day. */
export interface AccountStanding {
  readonly account: AccountRef;
  readonly assessment: Assessment;
  /** The band shown, after hysteresis. */
  readonly band: BandLabel | null;
  /** MRR x (100 - score) / 100 x urgency in minor units of the reporting currency; null without score or rate. */
  readonly priorityMinor: number | null;
  /** Exposure in the reporting currency; null without a rate. */
  readonly exposureReportingMinor: number | null;
}

export interface ScorePoint {
  readonly day: Day;
  readonly scoreTenths: number | null;
  readonly band: BandLabel | null;
  /** Other rules than on the day before it, as 'balanced@1'; both may have one name. Left out where nothing changed. */
  readonly rulesChange?: { readonly from: string; readonly to: string } | undefined;
}

export interface ContactRef {
  readonly contactId: string;
  readonly name: string;
  readonly email: string | null;
  readonly persona: 'admin' | 'key_contact' | 'exec' | 'procurement';
  readonly optedOut: boolean;
}

export interface TicketRef {
  readonly ticketId: string;
  readonly subject: string | null;
  readonly priority: string | null;
  readonly openedOn: Day;
  readonly closedOn: Day | null;
}

/** The answer to `/health acme`. */
export interface AccountHealthReport {
  readonly stand: DataStand;
  readonly standing: AccountStanding;
  /** Oldest first, at most 90 days, today's last. */
  readonly history: readonly ScorePoint[];
  /** Against the last snapshot at least 7 days older, of the same definition; tenths of a point. */
  readonly change7dTenths: number | null;
  readonly contacts: readonly ContactRef[];
  /** The last five. */
  readonly tickets: readonly TicketRef[];
  readonly judgements: JudgementsReport;
}

/** The answer to `/health` without a name. */
export interface HealthListReport {
  readonly stand: DataStand;
  /** 'mine': accounts of the asker, worst first; 'bottom': the portfolio's lowest scores. */
  readonly scope: 'mine' | 'bottom';
  readonly scored: readonly AccountStanding[];
  /** Accounts without a score (onboarding, no signal…), listed under it, never mixed. */
  readonly unscored: readonly AccountStanding[];
  /** Accounts in scope beyond those listed. */
  readonly more: number;
  /** Account id of the CRITICAL account with the highest priority. */
  readonly star: string | null;
}

export interface SeatFilter {
  readonly ownerEmail?: string | undefined;
  readonly ownerSlackUserId?: string | undefined;
  readonly plan?: string | undefined;
  /** 0 <= days to renewal < this. */
  readonly renewsWithinDays?: number | undefined;
  /** Points lost in the quarter, more than this. */
  readonly droppedPoints?: number | undefined;
}

export interface MoneyTotal extends Money {
  /** Some accounts have no rate to the reporting currency and are not in the sum. */
  readonly partial: boolean;
}

/** The answer to `/utilization`: sections sorted by exposure, MRR, id. Totals in the reporting currency per month. */
export interface SeatReport {
  readonly stand: DataStand;
  readonly filter: SeatFilter;
  readonly minSeats: number;
  /** Accounts that are ranked (enough paid seats, not excluded), and all that match the filter. */
  readonly ranked: number;
  readonly total: number;
  readonly atRisk: readonly AccountStanding[];
  readonly dormant: readonly AccountStanding[];
  readonly ramping: readonly AccountStanding[];
  readonly expansion: readonly AccountStanding[];
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

export type DigestSignal = SignalId | 'recovered';

export interface DigestEntry {
  readonly standing: AccountStanding;
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

/** What a digest says once about a source that looked broken. */
export interface DataNotice {
  /** Null: seen for this answer, not noted yet. */
  readonly problemId: number | null;
  /** Kind of signal: usage, errors, tickets, billing. */
  readonly source: string;
  /** Name of the source; null: all sources of usage together. */
  readonly feed: string | null;
  /** Nothing comes, or far less than on such a weekday. */
  readonly what: 'silent' | 'fell';
  readonly since: Date;
  /** When it ended; null while it is broken. */
  readonly until: Date | null;
  /** `retired`: it brought nothing for weeks and nothing is expected of it any more. */
  readonly state: 'broken' | 'recovered' | 'retired';
  /** Signals of the last full day, and what such a weekday usually brings. */
  readonly lastDay: number;
  readonly usual: number;
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
  readonly expansion: readonly AccountStanding[];
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

export type AccountMatch =
  | { readonly kind: 'one'; readonly account: AccountRef }
  | { readonly kind: 'several'; readonly accounts: readonly AccountRef[] }
  | { readonly kind: 'none'; readonly nearest: readonly AccountRef[] };
