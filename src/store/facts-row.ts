import { z } from 'zod';
import { billingFacts } from '../domain/billing-facts.ts';
import { type Day, daysBetween } from '../domain/day.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { weeksAvailable } from '../domain/health/weeks.ts';
import { localDays } from '../lib/local-days.ts';

const count = z.int();
const subscriptionSchema = z.strictObject({
  status: z.enum(['active', 'past_due', 'trialing', 'unpaid', 'paused', 'incomplete', 'canceled']),
  usage_based: z.boolean(),
  cancelling: z.boolean(),
  /** Milliseconds since 1970. */
  renews_at: z.int().nullable(),
  mrr_minor: z.int().nullable(),
  currency: z.string().nullable(),
  past_due_since: z.int().nullable(),
});

/** A row of sql/queries/health-inputs.sql. */
export const healthInputsSchema = z.strictObject({
  account_no: z.int(),
  external_id: z.string(),
  customer_since: z.string(),
  renews_on: z.string().nullable(),
  excluded_reason: z.enum(['usage_based_plan', 'trial', 'internal', 'cancelled', 'free']).nullable(),
  first_event_on: z.string().nullable(),
  plan: z.string().nullable(),
  industry: z.string().nullable(),
  /** Oldest first. */
  people_windows: z.array(count),
  people_28d: count,
  /** Bit n: somebody was active in the (n + 1)th week counted back. */
  active_weeks_mask: z.int(),
  /** Days from the last activity to the day; null: none in the last 120 days. */
  last_active_days: z.int().nullable(),
  events_30d: count,
  errors_30d: count,
  /** Newest first. */
  event_blocks: z.array(count),
  user_day_blocks: z.array(count),
  seats_now: z.int().nullable(),
  seats_60d_ago: z.int().nullable(),
  seats_90d_ago: z.int().nullable(),
  /** Balance after the ledger's first instant. */
  seats_first: z.int().nullable(),
  subscriptions: z.array(subscriptionSchema),
  tickets_30d: count,
  urgent_open: count,
  nps_sum: z.int().nullable(),
  nps_count: z.int().nullable(),
  key_contact_known: z.boolean(),
  key_contact_last_on: z.string().nullable(),
  growth_plan_active: z.boolean(),
  has_error_source: z.boolean(),
  has_ticket_source: z.boolean(),
});

export type HealthInputsRow = z.infer<typeof healthInputsSchema>;

export interface FactsFrame {
  readonly day: Day;
  readonly timeZone: string;
  readonly reportingCurrency: string;
  readonly rates: ReadonlyMap<string, string>;
}

const MONTH = 30;
const FORTNIGHT = 14;
/** Activity is looked for so far back; one that is older is said to be a day more than this. */
const LOOK_BACK = 120;

/** The facts that a row of counts stands for: windows that the account has not lived through are left out. */
export function toFacts(row: HealthInputsRow, frame: FactsFrame): AccountFacts {
  const { day } = frame;
  const age = Math.max(daysBetween(row.customer_since, day), 0);
  const seen = row.first_event_on !== null && row.first_event_on < day;
  const dataDays = seen && row.first_event_on !== null ? daysBetween(row.first_event_on, day) : 0;
  const lived = seen ? Math.min(age, dataDays) : age;
  const months = Math.min(4, Math.floor(lived / MONTH));
  const blocks = Math.min(7, Math.floor((seen ? dataDays : age) / FORTNIGHT));
  const paidSeats = Math.max(row.seats_now ?? 0, 0);
  return {
    account_id: row.external_id,
    plan: row.plan,
    industry: row.industry,
    age_days: age,
    data_days: dataDays,
    never_seen: !seen,
    ...billing(row, frame, paidSeats),
    paid_seats: paidSeats,
    paid_seats_90d_ago: seatsThen(row, row.seats_90d_ago, age <= 90),
    seats_added_60d: Math.max(paidSeats - (seatsThen(row, row.seats_60d_ago, true) ?? paidSeats), 0),
    // Left out without one, so that days scored before there were plans keep their inputs.
    ...(row.growth_plan_active ? { growth_plan_active: true } : {}),
    active_users_30d: row.people_windows.at(-1) ?? 0,
    active_user_windows: row.people_windows.slice(row.people_windows.length - months),
    active_users_28d: row.people_28d,
    events_30d: row.events_30d,
    event_blocks_14d: row.event_blocks.slice(0, blocks),
    user_day_blocks_14d: row.user_day_blocks.slice(0, blocks),
    active_weeks: bitCount(row.active_weeks_mask & (2 ** weeksAvailable(dataDays) - 1)),
    last_active_days: seen ? (row.last_active_days ?? LOOK_BACK + 1) : null,
    silent_14d: seen && dataDays >= FORTNIGHT && row.event_blocks[0] === 0,
    errors_30d: row.has_error_source ? row.errors_30d : null,
    tickets_30d: row.has_ticket_source ? row.tickets_30d : null,
    urgent_tickets_open: row.has_ticket_source ? row.urgent_open : null,
    key_contact_days: keyContactDays(row, day, dataDays),
    nps_sum: row.nps_sum,
    nps_count: row.nps_count,
  };
}

function billing(row: HealthInputsRow, { day, timeZone, reportingCurrency, rates }: FactsFrame, paidSeats: number) {
  const dayOf = localDays(timeZone);
  const localDay = (ms: number | null): Day | null => (ms === null ? null : dayOf(new Date(ms)));
  return billingFacts({
    day,
    paidSeats,
    excludedReason: row.excluded_reason,
    renewsOn: row.renews_on,
    reportingCurrency,
    rates,
    subscriptions: row.subscriptions.map((subscription) => ({
      status: subscription.status,
      usageBased: subscription.usage_based,
      cancelling: subscription.cancelling,
      renewsOn: localDay(subscription.renews_at),
      mrrMinor: subscription.mrr_minor,
      currency: subscription.currency,
      pastDueSince: localDay(subscription.past_due_since),
    })),
  });
}

// A ledger that begins after that day started with its first balance when the account is younger than that,
// and is unknown when it is older.
function seatsThen(row: HealthInputsRow, then: number | null, younger: boolean): number | null {
  if (then !== null) return Math.max(then, 0);
  return younger && row.seats_first !== null ? Math.max(row.seats_first, 0) : null;
}

// A contact who is a user but was never active has been away for as long as there is data.
function keyContactDays(row: HealthInputsRow, day: Day, dataDays: number): number | null {
  if (row.key_contact_last_on !== null) return daysBetween(row.key_contact_last_on, day);
  return row.key_contact_known && dataDays > 0 ? dataDays : null;
}

function bitCount(mask: number): number {
  let left = mask;
  let count = 0;
  for (; left > 0; left >>>= 1) count += left & 1;
  return count;
}
