import type { AccountFacts } from '../../src/domain/facts.ts';

/** The published example of a score that falls: a week earlier, and now. */
export const weekEarlier: AccountFacts = {
  account_id: 'initech',
  currency: 'USD',
  age_days: 393,
  data_days: 393,
  paid_seats: 20,
  active_users_30d: 18,
  active_user_windows: [18, 18, 18, 18],
  mrr_minor: 150_000,
  events_30d: 3900,
  event_blocks_14d: [1840, 1830, 1850, 1800, 1840, 1840, 1820],
  user_day_blocks_14d: [92, 90, 91, 88, 91, 89, 92],
  active_weeks: 13,
  errors_30d: 3,
  tickets_30d: 1,
  urgent_tickets_open: 0,
  key_contact_days: 2,
  nps_sum: 8,
  nps_count: 1,
};
export const now: AccountFacts = {
  ...weekEarlier,
  age_days: 400,
  data_days: 400,
  active_users_30d: 16,
  active_user_windows: [18, 18, 17, 16],
  events_30d: 2900,
  event_blocks_14d: [920, 1840, 1830, 1850, 1820, 1830, 1840],
  user_day_blocks_14d: [44, 92, 90, 91, 90, 90, 91],
  active_weeks: 12,
  tickets_30d: 4,
  key_contact_days: 9,
};
