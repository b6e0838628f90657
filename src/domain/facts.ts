/** Why an account is left out of ranking and scoring. */
export type ExclusionReason = 'usage_based_plan' | 'trial' | 'internal' | 'cancelled' | 'free';

/**
 * What is known of one account at local midnight D: integers only, counted by SQL or given in a file.
 * Names are the published fact names (snake_case), so that file, SQL column and code say the same.
 * Windows are half-open local days before D. `null` or absent = not known; 0 = measured zero.
 */
export interface AccountFacts {
  readonly account_id: string;
  /** As billing or the CRM names them, at most 80 characters; segments match on them. */
  readonly plan?: string | null | undefined;
  readonly industry?: string | null | undefined;
  readonly currency: string;
  /** Days since the account became a customer. */
  readonly age_days: number;
  /** Days from the account's first activity to D; 0 when none. */
  readonly data_days: number;
  /** No activity was ever received. */
  readonly never_seen?: boolean | undefined;
  readonly excluded?: ExclusionReason | null | undefined;
  readonly paid_seats: number;
  readonly paid_seats_90d_ago?: number | null | undefined;
  /** Seats added (net, never below 0) in the last 60 days. */
  readonly seats_added_60d?: number | undefined;
  /** A growth plan whose date has not passed: bought ahead on purpose. */
  readonly growth_plan_active?: boolean | undefined;
  /** Eligible distinct people in `[D-30, D)`. */
  readonly active_users_30d: number;
  /** Eligible distinct people per full 30-day window, oldest first, at most four. */
  readonly active_user_windows: readonly number[];
  readonly active_users_28d?: number | undefined;
  /** Monthly recurring revenue in minor units of `currency`. */
  readonly mrr_minor: number;
  /** The same in the reporting currency; null when no dated rate is known. */
  readonly mrr_reporting_minor?: number | null | undefined;
  readonly days_to_renewal?: number | null | undefined;
  readonly cancel_at_period_end?: boolean | undefined;
  readonly past_due_days?: number | undefined;
  /** Events by eligible people in `[D-30, D)`. */
  readonly events_30d: number;
  /** Events per 14-day block, newest first. */
  readonly event_blocks_14d: readonly number[];
  /** Active user-days per 14-day block, newest first. */
  readonly user_day_blocks_14d: readonly number[];
  /** Weeks (7-day blocks counted back from D, at most 13) with at least one active person. */
  readonly active_weeks: number;
  /** Days from the last day with activity to D: 1 = the day before D; 121 = longer ago than 120 days. */
  readonly last_active_days?: number | null | undefined;
  /** There was activity before, but none in `[D-14, D)`; read where `last_active_days` is not known. */
  readonly silent_14d?: boolean | undefined;
  /** null: no error source is connected. */
  readonly errors_30d?: number | null | undefined;
  /** null: no ticket source is connected. */
  readonly tickets_30d?: number | null | undefined;
  readonly urgent_tickets_open?: number | null | undefined;
  /** Days since the named key contact was last active; null: none named. */
  readonly key_contact_days?: number | null | undefined;
  /** Sum of the latest answers (0-10) per person within 180 days. */
  readonly nps_sum?: number | null | undefined;
  readonly nps_count?: number | null | undefined;
}
