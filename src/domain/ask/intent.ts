/** What can be asked about one account. */
export const ACCOUNT_VIEWS = [
  'health',
  'why',
  'history',
  'seats',
  'seats_by_role',
  'seats_by_department',
  'qbr',
  'renewal',
] as const;
export type AccountView = (typeof ACCOUNT_VIEWS)[number];

/** Reports that take nothing but their name. */
export const ASKED_REPORTS = [
  'my_accounts',
  'today',
  'details',
  'expansion',
  'movers',
  'portfolio',
  'snoozed',
  'outreach',
  'deliveries',
  'settings',
  'doctor',
] as const;
export type AskedReport = (typeof ASKED_REPORTS)[number];

export const COHORT_WORDS = ['month', 'industry', 'size', 'plan'] as const;
export type CohortWord = (typeof COHORT_WORDS)[number];

/** Which accounts a report of seats is about; null or false: no matter. */
export interface AskedSeats {
  readonly by: 'role' | 'department' | null;
  readonly mine: boolean;
  /** A Slack user id or an e-mail address. */
  readonly owner: string | null;
  readonly plan: string | null;
  readonly renewsWithinDays: number | null;
  /** Points of utilization lost in a quarter, more than this. */
  readonly droppedPoints: number | null;
}

/** Days within which renewals are listed. */
export const RENEWAL_SPANS = [30, 60, 90, 120] as const;
export type RenewalSpan = (typeof RENEWAL_SPANS)[number];

/** Everything that a question may mean: a closed list, so that nothing is done that a command could not do. */
export type Intent =
  | { readonly kind: 'account'; readonly view: AccountView; readonly name: string }
  | ({ readonly kind: 'seats' } & AskedSeats)
  | {
      readonly kind: 'renewals';
      readonly days: RenewalSpan | null;
      readonly mine: boolean;
      /** A Slack user id or an e-mail address. */
      readonly owner: string | null;
    }
  | { readonly kind: 'report'; readonly report: AskedReport }
  | { readonly kind: 'bottom'; readonly count: number }
  | { readonly kind: 'cohorts'; readonly by: CohortWord }
  | { readonly kind: 'define'; readonly term: string }
  | { readonly kind: 'help' };

/** Characters of a question that are read; the rest is cut off. */
export const LONGEST_QUESTION = 500;
/** Characters of a name, a term, an owner or a plan. */
export const LONGEST_NAME = 80;
