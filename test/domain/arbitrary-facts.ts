import type { AccountFacts } from '../../src/domain/facts.ts';
import { fc } from '../support/fc.ts';

const count = (max: number) => fc.nat({ max });
const orNull = (max: number) => fc.option(fc.nat({ max }), { nil: null });
const blocks = (max: number) => fc.array(fc.nat({ max }), { maxLength: 7 });

/** Facts of any account a file may hold, contradictions included. */
export const anyFacts: fc.Arbitrary<AccountFacts> = fc.record({
  account_id: fc.stringMatching(/^[a-z]{1,8}$/),
  currency: fc.constantFrom('USD', 'EUR', 'JPY'),
  age_days: count(800),
  data_days: fc.oneof(count(60), count(800)),
  never_seen: fc.constantFrom(undefined, undefined, undefined, true, false),
  excluded: fc.constantFrom(null, null, null, null, 'trial', 'usage_based_plan'),
  paid_seats: fc.oneof(count(12), count(500)),
  paid_seats_90d_ago: orNull(500),
  seats_added_60d: count(40),
  growth_plan_active: fc.boolean(),
  active_users_30d: fc.oneof(count(12), count(600)),
  active_user_windows: fc.array(fc.nat({ max: 600 }), { maxLength: 4 }),
  mrr_minor: count(5_000_000),
  mrr_reporting_minor: orNull(5_000_000),
  days_to_renewal: fc.option(fc.integer({ min: -30, max: 400 }), { nil: null }),
  cancel_at_period_end: fc.boolean(),
  past_due_days: count(30),
  events_30d: count(100_000),
  event_blocks_14d: blocks(50_000),
  user_day_blocks_14d: blocks(400),
  active_weeks: count(13),
  silent_14d: fc.boolean(),
  errors_30d: orNull(400),
  tickets_30d: orNull(60),
  urgent_tickets_open: orNull(10),
  key_contact_days: orNull(60),
  nps_sum: orNull(50),
  nps_count: orNull(6),
});

/** Facts that always lead to a score: old enough, active, two sources connected, nothing that caps by itself. */
export const scorableFacts: fc.Arbitrary<AccountFacts> = anyFacts.map((facts) => ({
  ...facts,
  never_seen: false,
  excluded: null,
  data_days: facts.data_days + 28,
  paid_seats: facts.paid_seats + 1,
  cancel_at_period_end: false,
  silent_14d: false,
}));
