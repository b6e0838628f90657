import { createRandom, type Random } from '../../src/demo/random.ts';
import {
  BURST_DAYS,
  type Course,
  DAYS,
  DECLINE_DAYS,
  SCORED_DAYS,
  STOP_DAYS,
  WARM_UP_DAYS,
  type World,
} from './world.ts';

/** Everything that one account did; entry d of a running total is what happened on the days before d. */
export interface History {
  readonly accountId: string;
  readonly course: Course;
  readonly people: number;
  readonly seats: number;
  /** First day of the decline, the stop or the errors. */
  readonly onset: number;
  readonly events: Int32Array;
  readonly userDays: Int32Array;
  readonly errors: Int32Array;
  readonly tickets: Int32Array;
  /** Active days of each person. */
  readonly byPerson: readonly Int16Array[];
}

const SMALLEST = 4;
const SPREAD = 50;
const WORKING_DAYS = 5;
const MOST_EVENTS = 9;
const ERRORS_PER_MILLE = 3;
const BURST_PER_MILLE = 60;
/** Of people and days: one ticket a month for a hundred people. */
const TICKET_PER_MILLION = 333;

/** The history of one account, always the same for the same world, seed and number. */
export function simulateAccount(world: World, seed: number, account: number, course: Course): History {
  const random = createRandom(`${world.name} ${seed} ${account}`);
  const people = Math.round(SMALLEST * SPREAD ** ((random.below(10_000) / 10_000) ** 2));
  // A decline needs its 120 days and a month to be seen in.
  const onset = WARM_UP_DAYS + random.between(40, SCORED_DAYS - DECLINE_DAYS - 30);
  const totals = () => new Int32Array(DAYS + 1);
  const [events, userDays, errors, tickets] = [totals(), totals(), totals(), totals()];
  const byPerson = Array.from({ length: people }, () => new Int16Array(DAYS + 1));
  const weekStart = random.below(7);
  let quiet = false;
  for (let day = 0; day < DAYS; day++) {
    if ((day + weekStart) % 7 === 0) quiet = random.below(1000) < world.quietWeekPerMille;
    const chance = quiet ? 0 : chanceOn(world, course, day, onset);
    let [active, eventsToday] = [0, 0];
    for (const days of byPerson) {
      const isActive = random.below(1_000_000) < chance;
      days[day + 1] = (days[day] ?? 0) + Number(isActive);
      if (!isActive) continue;
      active += 1;
      eventsToday += random.between(1, MOST_EVENTS);
    }
    const bursts = course === 'errors' && day >= onset && day < onset + BURST_DAYS;
    userDays[day + 1] = (userDays[day] ?? 0) + active;
    events[day + 1] = (events[day] ?? 0) + eventsToday;
    errors[day + 1] =
      (errors[day] ?? 0) + hits(random, eventsToday, 1000 * (bursts ? BURST_PER_MILLE : ERRORS_PER_MILLE));
    tickets[day + 1] = (tickets[day] ?? 0) + hits(random, people, TICKET_PER_MILLION);
  }
  // 85 of 100 seats have a person: usual use is strong, without being over the seats.
  const seats = Math.ceil((people * 100) / 85);
  return { accountId: `acct-${account}`, course, people, seats, onset, events, userDays, errors, tickets, byPerson };
}

/** Millionths that a person is active on a day. */
function chanceOn(world: World, course: Course, day: number, onset: number): number {
  if (day % 7 >= WORKING_DAYS) return 0;
  const { holidayFrom, activePerMille } = world;
  const holiday = holidayFrom !== null && day >= holidayFrom && day < holidayFrom + 7;
  const usual = activePerMille * (holiday ? 100 : 1000);
  const length = course === 'decline' ? DECLINE_DAYS : course === 'stop' ? STOP_DAYS : null;
  if (length === null || day < onset) return usual;
  return Math.floor((usual * Math.max(0, length - 1 - (day - onset))) / length);
}

function hits(random: Random, tries: number, perMillion: number): number {
  let count = 0;
  for (let tried = 0; tried < tries; tried++) count += Number(random.below(1_000_000) < perMillion);
  return count;
}
