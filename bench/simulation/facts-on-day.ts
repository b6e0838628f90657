import type { AccountFacts } from '../../src/domain/facts.ts';
import type { History } from './simulate-account.ts';

/** The facts of an account at the midnight that begins a day, as its rollup would give them. */
export function factsOnDay(history: History, day: number): AccountFacts {
  const { seats, byPerson, events, userDays, errors, tickets } = history;
  const within = (totals: ArrayLike<number>, from: number, to: number): number =>
    (totals[day - to] ?? 0) - (totals[day - from] ?? 0);
  const peopleIn = (from: number, to: number): number => byPerson.filter((days) => within(days, from, to) > 0).length;
  const blocks = (totals: ArrayLike<number>): number[] =>
    Array.from({ length: 7 }, (_, block) => within(totals, 14 * (block + 1), 14 * block));
  const weeks = Array.from({ length: 13 }, (_, week) => within(userDays, 7 * (week + 1), 7 * week));
  const windows = [120, 90, 60, 30].map((from) => peopleIn(from, from - 30));
  const eventBlocks = blocks(events);
  return {
    account_id: history.accountId,
    currency: 'USD',
    age_days: 400 + day,
    data_days: day,
    paid_seats: seats,
    paid_seats_90d_ago: seats,
    seats_added_60d: 0,
    active_users_30d: windows.at(-1) ?? 0,
    active_user_windows: windows,
    active_users_28d: peopleIn(28, 0),
    mrr_minor: seats * 5000,
    days_to_renewal: null,
    events_30d: within(events, 30, 0),
    event_blocks_14d: eventBlocks,
    user_day_blocks_14d: blocks(userDays),
    active_weeks: weeks.filter((count) => count > 0).length,
    silent_14d: eventBlocks[0] === 0,
    errors_30d: within(errors, 30, 0),
    tickets_30d: within(tickets, 30, 0),
    urgent_tickets_open: 0,
    key_contact_days: sinceActive(byPerson[0], day),
    nps_sum: 8,
    nps_count: 1,
  };
}

/** Whole days since the person was last active. */
function sinceActive(days: Int16Array | undefined, day: number): number {
  const total = days?.[day] ?? 0;
  let ago = 1;
  while (ago < day && (days?.[day - ago] ?? 0) === total) ago += 1;
  return ago;
}
