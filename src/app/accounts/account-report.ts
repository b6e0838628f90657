import type {
  Assessment,
  BandLabel,
  ComponentResult,
  HealthAssessment,
  SeatAssessment,
} from '../../domain/assessment.ts';
import type { Day } from '../../domain/day.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { DataStand } from '../freshness/freshness-report.ts';
import type { JudgementsReport } from '../judgements/judgement-report.ts';
import type { AccountRef } from './account-ref.ts';

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

/** What a line about an account shows of it: who keeps thousands of lines does not keep the wide rest. */
export interface BriefStanding extends Pick<AccountStanding, 'account' | 'band' | 'priorityMinor'> {
  readonly assessment: {
    readonly facts: Pick<
      AccountFacts,
      | 'active_user_windows'
      | 'active_users_30d'
      | 'currency'
      | 'days_to_renewal'
      | 'last_active_days'
      | 'mrr_minor'
      | 'paid_seats'
      | 'past_due_days'
    >;
    readonly seats: Pick<
      SeatAssessment,
      'bucket' | 'expansion' | 'expansionBlockedBy' | 'exposureMinor' | 'utilizationTenths'
    >;
    readonly health: Pick<HealthAssessment, 'baseTenths' | 'cap' | 'override' | 'scoreTenths'> & {
      /** The two that cost the score most, or more. */
      readonly components: readonly Pick<ComponentResult, 'evidence' | 'key' | 'lostTenths'>[];
    };
  };
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

export type AccountMatch =
  | { readonly kind: 'one'; readonly account: AccountRef }
  | { readonly kind: 'several'; readonly accounts: readonly AccountRef[] }
  | { readonly kind: 'none'; readonly nearest: readonly AccountRef[] };
