import type { DemoVisit } from './demo-account.ts';

const OLDEST = 399;
/** The described 120 days begin here; everything older is only history and touches no window of today. */
const NEWEST = 121;
/** Snapshots of the past five weeks count events back to here (seven fortnights); before, a trace is enough. */
const DETAILED_FROM = 134;
const CYCLE = 14;

/** The habit that an account had before the described 120 days. */
export interface RecipeHabit {
  /** Days of a fortnight with activity (0 = the days-ago numbers divisible by 14). */
  readonly days: readonly number[];
  readonly peoplePerDay: number;
  readonly people: number;
  /** People in the first weeks as a customer. */
  readonly firstPeople: number;
  readonly eventsPerVisit: number;
}

/** Days 121 to 399 before today: the same rhythm, a team that grew from a few people to the size described. */
export function recipeHistory(habit: RecipeHabit): DemoVisit[] {
  const visits: DemoVisit[] = [];
  for (let daysAgo = NEWEST; daysAgo <= OLDEST; daysAgo += 1) {
    if (!habit.days.includes(daysAgo % CYCLE)) continue;
    const people = peopleAt(habit, daysAgo);
    const present = Math.max(1, Math.round((habit.peoplePerDay * people) / habit.people));
    for (let index = 0; index < present; index += 1) {
      const user = (daysAgo + index * Math.max(1, Math.floor(people / present))) % people;
      visits.push({ daysAgo, user, events: eventsAt(habit, daysAgo, user) });
    }
  }
  return visits;
}

function peopleAt({ people, firstPeople }: RecipeHabit, daysAgo: number): number {
  const grown = Math.round(((people - firstPeople) * (OLDEST - daysAgo)) / (OLDEST - NEWEST));
  return Math.max(1, firstPeople + grown);
}

function eventsAt({ eventsPerVisit }: RecipeHabit, daysAgo: number, user: number): number {
  const usual = Math.ceil(eventsPerVisit / (daysAgo <= DETAILED_FROM ? 4 : 40));
  return Math.max(1, usual + ((daysAgo + 3 * user) % 5) - 2);
}
