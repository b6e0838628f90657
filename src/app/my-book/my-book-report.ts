import type { Day } from '../../domain/day.ts';
import type { RenewalGroup } from '../../domain/renewal-group.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import type { EpisodeReport } from '../episodes/episode-reports.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { AuthorRef, GrowthPlanRef } from '../judgements/judgement-report.ts';
import type { PreferencesReport } from '../preferences/preferences.ts';

/** An account with open alerts; its standing is null while it has none. */
export interface BookAlert {
  readonly account: AccountRef;
  readonly standing: AccountStanding | null;
  /** Worst first; offers to sell more are left out. */
  readonly open: readonly EpisodeReport[];
}

export interface BookRenewals {
  /** In at most so many days, and in more than the group before it. */
  readonly within: RenewalGroup;
  /** Soonest first. */
  readonly accounts: readonly AccountStanding[];
}

/** A text that the person edited or checked and has neither sent nor thrown away. */
export interface BookDraft {
  readonly account: AccountRef;
  /** Whom it is written for. */
  readonly persona: string;
  readonly subject: string;
  readonly keptOn: Day;
}

/** A mail to an account that somebody marked as sent. */
export interface BookMail {
  readonly account: AccountRef;
  readonly subject: string;
  /** Null: the address was chosen in the mail program. */
  readonly recipient: string | null;
  readonly author: AuthorRef;
  readonly sentOn: Day;
}

export interface BookPlan {
  readonly account: AccountRef;
  readonly plan: GrowthPlanRef;
  /** People active in the last 30 days; null while the account is not measured. */
  readonly active: number | null;
}

/** What one of our people looks after, as of the newest snapshot. */
export interface MyBookReport {
  readonly stand: DataStand;
  /** Today in the team's zone. */
  readonly day: Day;
  /** How many accounts the person owns, without those that are excluded. */
  readonly owned: number;
  /** The lowest scores first, those without a score last. */
  readonly accounts: readonly AccountStanding[];
  /** Open or taken, worst account first. */
  readonly alerts: readonly BookAlert[];
  /** Accounts whose alerts all sleep. */
  readonly snoozed: readonly BookAlert[];
  /** The nearest group first; groups without an account are left out. */
  readonly renewals: readonly BookRenewals[];
  /** The newest first. */
  readonly drafts: readonly BookDraft[];
  /** To the person's accounts, by whoever, in the days in which another mail is held back; the newest first, at most 50. */
  readonly mails: readonly BookMail[];
  /** The one that ends first is first. */
  readonly plans: readonly BookPlan[];
  /** What the person chose for themselves. */
  readonly settings: PreferencesReport;
}
