import type { DemoAccount, DemoAnswer, DemoBillingState, DemoError, DemoPlan, DemoVisit } from './demo-account.ts';
import { RECIPE_ACTIVITY } from './recipe-activity.ts';
import { type RecipeHabit, recipeHistory } from './recipe-history.ts';
import { DANA } from './team.ts';
import { makeTickets } from './tickets.ts';
import { makeContacts, makeUsers } from './users.ts';

const CUSTOMER_DAYS = 400;
/** Answers older than this no longer count and are only history. */
const OLD_ANSWER_DAYS_AGO = 230;

interface Recipe {
  readonly accountId: keyof typeof RECIPE_ACTIVITY;
  readonly name: string;
  readonly plan: DemoPlan;
  readonly industry: string;
  readonly renewsInDays: number;
  readonly users: { readonly users: number; readonly admins: number; readonly assigned: number };
  readonly unitAmountMinor: number;
  /** [days ago, seats], oldest first; the last one is at least 200 days old. */
  readonly seats: readonly (readonly [daysAgo: number, seats: number])[];
  readonly errors30d: number;
  readonly tickets30d: number;
  readonly urgentOpen: number;
  readonly scores: readonly number[];
  readonly oldScore: number;
  readonly habit: RecipeHabit;
}

const WORKING_DAYS = [1, 2, 3, 4, 5, 8, 9, 10, 11, 12];

const RECIPES: readonly Recipe[] = [
  {
    accountId: 'megacorp',
    name: 'Megacorp',
    plan: 'Business',
    industry: 'manufacturing',
    renewsInDays: 62,
    users: { users: 50, admins: 4, assigned: 50 },
    unitAmountMinor: 10_000,
    seats: [
      [400, 30],
      [340, 50],
    ],
    errors30d: 89,
    tickets30d: 5,
    urgentOpen: 1,
    scores: [3],
    oldScore: 8,
    habit: { days: [8, 9, 10, 11, 12, 13], peoplePerDay: 10, people: 36, firstPeople: 6, eventsPerVisit: 66 },
  },
  {
    accountId: 'globex',
    name: 'Globex',
    plan: 'Pro',
    industry: 'logistics',
    renewsInDays: 140,
    users: { users: 25, admins: 2, assigned: 22 },
    unitAmountMinor: 7_500,
    seats: [
      [400, 15],
      [260, 25],
    ],
    errors30d: 22,
    tickets30d: 3,
    urgentOpen: 1,
    scores: [6, 5],
    oldScore: 7,
    habit: { days: [1, 2, 3, 4, 8, 9, 10], peoplePerDay: 5, people: 13, firstPeople: 3, eventsPerVisit: 160 },
  },
  {
    accountId: 'tinyco',
    name: 'Tinyco',
    plan: 'Starter',
    industry: 'professional services',
    renewsInDays: 210,
    users: { users: 5, admins: 1, assigned: 1 },
    unitAmountMinor: 5_000,
    seats: [[400, 5]],
    errors30d: 2,
    tickets30d: 2,
    urgentOpen: 0,
    scores: [5],
    oldScore: 6,
    habit: { days: [3, 11], peoplePerDay: 1, people: 1, firstPeople: 1, eventsPerVisit: 18 },
  },
  {
    accountId: 'acme',
    name: 'Acme',
    plan: 'Pro',
    industry: 'retail',
    renewsInDays: 180,
    users: { users: 10, admins: 2, assigned: 10 },
    unitAmountMinor: 7_500,
    seats: [
      [400, 5],
      [220, 10],
    ],
    errors30d: 4,
    tickets30d: 4,
    urgentOpen: 0,
    scores: [8, 8],
    oldScore: 7,
    habit: { days: [1, 2, 3, 4, 8, 9, 10, 11], peoplePerDay: 2, people: 7, firstPeople: 2, eventsPerVisit: 320 },
  },
  {
    accountId: 'innovate',
    name: 'Innovate',
    plan: 'Pro',
    industry: 'software',
    renewsInDays: 250,
    users: { users: 24, admins: 3, assigned: 24 },
    unitAmountMinor: 7_500,
    seats: [
      [400, 10],
      [300, 20],
      [210, 25],
    ],
    errors30d: 8,
    tickets30d: 9,
    urgentOpen: 0,
    scores: [9, 8],
    oldScore: 9,
    habit: { days: WORKING_DAYS, peoplePerDay: 5, people: 19, firstPeople: 4, eventsPerVisit: 170 },
  },
];

/** The five accounts whose facts at midnight before `today` are exactly the published ones, whatever the date. */
export function recipeAccounts(): DemoAccount[] {
  return RECIPES.map(recipeAccount);
}

function recipeAccount(recipe: Recipe): DemoAccount {
  const { accountId, name, plan, industry, renewsInDays } = recipe;
  const domain = `${accountId}.example`;
  const users = makeUsers({ accountId, domain, ...recipe.users });
  const described = parseActivity(RECIPE_ACTIVITY[accountId]);
  return {
    accountId,
    name,
    domain,
    plan,
    industry,
    ownerEmail: DANA.email,
    customerDaysAgo: CUSTOMER_DAYS,
    renewsInDays,
    excludedReason: null,
    billing: {
      via: 'events',
      currency: 'USD',
      interval: 'month',
      unitAmountMinor: recipe.unitAmountMinor,
      states: recipe.seats.map(([daysAgo, seats]) => seatState(daysAgo, seats)),
    },
    users,
    contacts: makeContacts({ accountId, domain, users, keyContact: 0, withBuyers: true }),
    visits: [...described, ...recipeHistory(recipe.habit), { daysAgo: CUSTOMER_DAYS, user: 0, events: 1 }],
    errors: recipeErrors(recipe, described),
    tickets: makeTickets({ accountId, recent: recipe.tickets30d, urgentOpen: recipe.urgentOpen, earlier: 6 }),
    nps: recipeAnswers(recipe),
  };
}

function seatState(daysAgo: number, seats: number): DemoBillingState {
  return { daysAgo, seats, status: 'active', cancelAtPeriodEnd: false, usageBased: false };
}

/** Errors happen to people who are there: spread over the visits of the last 30 days, and thinly before. */
function recipeErrors({ errors30d }: Recipe, described: readonly DemoVisit[]): DemoError[] {
  const recent = described.filter(({ daysAgo }) => daysAgo <= 30);
  const earlier = described.filter(({ daysAgo }) => daysAgo > 30);
  const spread = (visits: readonly DemoVisit[], count: number): DemoError[] =>
    Array.from({ length: count }, (_, index) => {
      const visit = visits[Math.floor((index * visits.length) / count)];
      return { daysAgo: visit?.daysAgo ?? 1, user: visit?.user ?? 0 };
    });
  return [...spread(recent, errors30d), ...spread(earlier, errors30d)];
}

function recipeAnswers({ scores, oldScore }: Recipe): DemoAnswer[] {
  const latest = scores.map((score, index) => ({ daysAgo: 40 + 25 * index, user: index, score }));
  return [...latest, { daysAgo: OLD_ANSWER_DAYS_AGO, user: 0, score: oldScore }];
}

/** Reads `2> 1:56 5:82 …`: a token with `>` begins a day. */
function parseActivity(text: string): DemoVisit[] {
  const visits: DemoVisit[] = [];
  let daysAgo = 0;
  for (const token of text.split(/\s+/).filter(Boolean)) {
    if (token.endsWith('>')) {
      daysAgo = Number(token.slice(0, -1));
      continue;
    }
    const [user, events] = token.split(':');
    visits.push({ daysAgo, user: Number(user), events: Number(events) });
  }
  return visits;
}
