import { thresholdOf } from '../../domain/active/definition.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { startOfLocalDay } from '../../lib/local-time.ts';
import { loadTenure, loadUsageWindows } from '../../store/account-review.ts';
import { loadSeatBalances } from '../../store/account-seats.ts';
import type { FoundStanding } from '../accounts/account-standing.ts';
import type { Context } from '../context.ts';
import type { SeatMonth } from './seats-report.ts';

const MONTH = 30;
const MOST = 12;

/**
 * Active people and paid seats by month, oldest first. The newest months are those that the account was judged by; the
 * rollup knows earlier ones, except under a rule about named events, which it does not count.
 */
export async function seatMonths(ctx: Context, found: FoundStanding): Promise<SeatMonth[]> {
  const { entry, origin, standing } = found;
  const { facts } = standing.assessment;
  const judged = facts.active_user_windows;
  const people = [...(await earlierPeople(ctx, found, judged.length)), ...judged];
  const ends = people.map((_, index) => addDays(origin.day, MONTH * (index + 1 - people.length)));
  const midnights = ends.map((end) => startOfLocalDay(end, ctx.timeZone));
  const seats = await loadSeatBalances(ctx.db, entry.accountNo, midnights);
  return ends.map((until, index) => ({
    until,
    people: people[index] ?? 0,
    seats: index === ends.length - 1 ? facts.paid_seats : atLeastZero(seats[index] ?? null),
  }));
}

function atLeastZero(seats: number | null): number | null {
  return seats === null ? null : Math.max(seats, 0);
}

/** Months before the judged ones that lie wholly after the first activity. */
async function earlierPeople(ctx: Context, { entry, origin }: FoundStanding, judged: number): Promise<number[]> {
  if (judged === 0 || thresholdOf(ctx.active.rule) !== null) return [];
  const firstOn = (await loadTenure(ctx.db, entry.accountNo))?.first_event_on ?? null;
  if (firstOn === null) return [];
  const starts: Day[] = [];
  for (let ago = MOST; ago > judged; ago -= 1) starts.push(addDays(origin.day, -MONTH * ago));
  const windows = starts.filter((from) => from >= firstOn).map((from) => ({ from, until: addDays(from, MONTH) }));
  const counted = await loadUsageWindows(ctx.db, entry.accountNo, windows);
  return counted.map(({ people }) => people);
}
