import { addDays, type Day, weekdayOf } from '../domain/day.ts';
import type { DemoVisit } from './demo-account.ts';
import { scatter } from './random.ts';

/** Today's activity, where asked for, is day 0; the first described day is 1. */
const TODAY = 0;
/** Snapshots of the past five weeks count people back to here (four windows of 30 days); older traces are rare. */
const DETAILED_FROM = 156;
/** The same for the number of events: seven fortnights. */
const COUNTED_FROM = 134;
const TRACE_FACTOR = 8;
const FORTNIGHT_OPEN_DAYS = 10;
const EPOCH: Day = '2001-01-01'; // a Monday
const MS_PER_DAY = 86_400_000;

/** [days ago, people], oldest first; straight lines between the points. */
export type Curve = readonly (readonly [daysAgo: number, people: number])[];

/** The habits of an account's people. */
export interface Habits {
  /** People in the habit of coming, by age. The last ones to join are the first to leave. */
  readonly people: Curve;
  /** Days from the first activity to today. */
  readonly dataDays: number;
  /** Open days from one visit of a person to the next, on average; at most 8. */
  readonly period: number;
  readonly week: 'working' | 'all';
  /** [from, to] days ago, both inclusive, on which nobody comes. */
  readonly closed: readonly (readonly [from: number, to: number])[];
  /** Everybody meets on one day of every other week of the calendar. */
  readonly fortnightly: boolean;
  /** Events of a visit on a Saturday or Sunday, at least; a working day has one or two. */
  readonly weekendEvents: number;
}

/** Everybody's visits, newest first. Each person comes once in every `period` open days, on a day that varies. */
export function scheduleVisits(seed: number, habits: Habits, today: Day): DemoVisit[] {
  const visits: DemoVisit[] = [];
  for (let daysAgo = TODAY; daysAgo <= habits.dataDays; daysAgo += 1) {
    const first = daysAgo === habits.dataDays;
    const day = addDays(today, -daysAgo);
    const openDay = openDayNumber(habits.week, day);
    if (!first && (openDay === null || isClosed(habits, { daysAgo, openDay, seed }))) continue;
    const least = weekdayOf(day) > 5 ? habits.weekendEvents : 1;
    const people = first ? 1 : peopleAt(habits.people, daysAgo);
    for (let user = 0; user < people; user += 1) {
      if (!first && !comes({ seed, user, openDay: openDay ?? 0, period: periodAt(habits, user, daysAgo) })) continue;
      const events = daysAgo <= COUNTED_FROM ? least + (scatter(seed, user, openDay ?? 0) % 2) : 1;
      visits.push({ daysAgo, user, events });
    }
  }
  return visits;
}

/** Rounded to whole people; the first and last point hold beyond their ends. */
export function peopleAt(curve: Curve, daysAgo: number): number {
  let [olderDay, olderPeople] = curve[0] ?? [0, 0];
  if (daysAgo >= olderDay) return olderPeople;
  for (const [day, people] of curve) {
    if (daysAgo >= day) {
      return olderPeople + Math.round(((people - olderPeople) * (olderDay - daysAgo)) / (olderDay - day));
    }
    [olderDay, olderPeople] = [day, people];
  }
  return olderPeople;
}

interface OpenDay {
  readonly daysAgo: number;
  readonly openDay: number;
  readonly seed: number;
}

function isClosed({ closed, fortnightly }: Habits, { daysAgo, openDay, seed }: OpenDay): boolean {
  if (fortnightly && openDay % FORTNIGHT_OPEN_DAYS !== seed % FORTNIGHT_OPEN_DAYS) return true;
  return closed.some(([from, to]) => daysAgo >= from && daysAgo <= to);
}

function periodAt({ period, fortnightly }: Habits, user: number, daysAgo: number): number {
  if (fortnightly) return 1;
  const usual = period + (user % 3 === 0 ? -1 : 0);
  return Math.max(1, daysAgo <= DETAILED_FROM ? usual : usual * TRACE_FACTOR);
}

interface Turn {
  readonly seed: number;
  readonly user: number;
  readonly openDay: number;
  readonly period: number;
}

function comes({ seed, user, openDay, period }: Turn): boolean {
  const shifted = openDay + (scatter(seed, user, 1) % period);
  return shifted % period === scatter(seed, user, Math.floor(shifted / period)) % period;
}

/** Consecutive numbers of the days on which the product is used; null on a weekend of a working-week product. */
function openDayNumber(week: Habits['week'], day: Day): number | null {
  const days = Math.round((Date.parse(day) - Date.parse(EPOCH)) / MS_PER_DAY);
  if (week === 'all') return days;
  const weekday = weekdayOf(day);
  return weekday > 5 ? null : Math.floor(days / 7) * 5 + weekday - 1;
}
