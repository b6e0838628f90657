import type { Day } from '../../domain/day.ts';
import type { Play } from '../../domain/suggested-play.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { AccountHealthReport, AccountStanding, ContactRef, TicketRef } from '../accounts/account-report.ts';
import type { ChangeReport } from '../changes/change-report.ts';
import type { EpisodeReport } from '../episodes/episode-reports.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { LastContact } from '../outreach/outreach-report.ts';
import type { HealthListReport } from '../portfolio/portfolio-reports.ts';

/** A contact and when they were last active as a user; internal, never for a customer. */
export interface ContactActivity extends ContactRef {
  /** Local day; null: no user that is known, or never seen. */
  readonly lastOn: Day | null;
}

/** Our own page before a business review: everything a customer must not see may be in it. */
export interface QbrBrief {
  readonly health: AccountHealthReport;
  /** Open alerts, worst first. */
  readonly alerts: readonly EpisodeReport[];
  /** What moved the score between stored days about a month apart, newest first. */
  readonly changes: readonly ChangeReport[];
  readonly contacts: readonly ContactActivity[];
  readonly lastContact: LastContact | null;
  /** The most pressing first. */
  readonly plays: readonly Play[];
}

/** The page for the customer, made from allow-listed facts alone. */
export interface QbrOutline {
  /** Markdown; the blanks are for the person who leads the review. */
  readonly text: string;
  /** What the linter refuses in it, each with a remedy; empty: clean. */
  readonly warnings: readonly string[];
}

/** The answer to `/health qbr acme`. */
export interface QbrPack {
  readonly stand: DataStand;
  readonly account: AccountRef;
  readonly brief: QbrBrief;
  readonly outline: QbrOutline;
}

/** One of the portfolio's lowest accounts with what a call about it needs. */
export interface BottomEntry {
  readonly standing: AccountStanding;
  /** The last five. */
  readonly tickets: readonly TicketRef[];
  readonly contacts: readonly ContactActivity[];
  readonly lastContact: LastContact | null;
  readonly plays: readonly Play[];
}

/** The answer to `/health bottom`: the list, and each scored account of it in detail in the same order. */
export interface BottomReport extends HealthListReport {
  readonly entries: readonly BottomEntry[];
}
