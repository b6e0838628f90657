import { addDays, type Day, weekdayOf } from '../domain/day.ts';
import * as calm from './calm-stories.ts';
import { type DemoPortfolio, storyAccountId } from './portfolio.ts';
import { TEAM } from './team.ts';
import * as troubled from './troubled-stories.ts';

/** What one of the colleagues did about one of their accounts. */
export type TeamAct =
  | { readonly kind: 'acknowledge' }
  /** Null: until it gets worse. */
  | { readonly kind: 'snooze'; readonly until: Day | null; readonly reason: string }
  | { readonly kind: 'plan'; readonly target: number; readonly by: Day; readonly note: string }
  | { readonly kind: 'override'; readonly capPoints: string; readonly expiresOn: Day; readonly reason: string }
  | { readonly kind: 'sentiment'; readonly sentiment: 'good' | 'concerned'; readonly note: string };

export interface DatedAct {
  readonly on: Day;
  readonly accountId: string;
  /** Slack user id of the account's owner. */
  readonly actor: string;
  readonly act: TeamAct;
}

interface Line {
  readonly daysAgo: number;
  readonly make: calm.StoryMaker;
  readonly index: number;
  readonly act: (today: Day) => TeamAct;
}

/** None is about Dana's accounts: theirs are the published numbers. */
const LINES: readonly Line[] = [
  {
    daysAgo: 26,
    make: troubled.dormant,
    index: 4,
    act: (today) => ({
      kind: 'plan',
      target: 35,
      by: addDays(today, 75),
      note: 'Seats for their second site; they train a few people every week',
    }),
  },
  {
    daysAgo: 9,
    make: troubled.cancelling,
    index: 1,
    act: () => ({ kind: 'acknowledge' }),
  },
  {
    daysAgo: 6,
    make: troubled.pastDue,
    index: 1,
    act: () => ({ kind: 'snooze', until: null, reason: 'Their finance team waits for a new purchase order' }),
  },
  {
    daysAgo: 6,
    make: troubled.renewalAtRisk,
    index: 1,
    act: (today) => ({ kind: 'snooze', until: addDays(today, 9), reason: 'Renewal call with their COO is booked' }),
  },
  {
    daysAgo: 5,
    make: troubled.troubled,
    index: 1,
    act: () => ({ kind: 'sentiment', sentiment: 'concerned', note: 'Their admin is tired of the slow exports' }),
  },
  {
    daysAgo: 4,
    make: troubled.sudden,
    index: 1,
    act: (today) => ({
      kind: 'override',
      capPoints: '44.9',
      expiresOn: addDays(today, 28),
      reason: 'Our sponsor left, and the new one reviews all tools',
    }),
  },
  {
    daysAgo: 3,
    make: calm.large,
    index: 3,
    act: () => ({ kind: 'sentiment', sentiment: 'good', note: 'Offered to be a reference' }),
  },
];

/** The acts of the past weeks, oldest first, none on a weekend. */
export function teamActs({ accounts, today }: DemoPortfolio): DatedAct[] {
  const owners = new Map(accounts.map(({ accountId, ownerEmail }) => [accountId, ownerEmail]));
  const dated = LINES.map(({ daysAgo, make, index, act }) => {
    const accountId = storyAccountId(make, index);
    const owner = TEAM.find(({ email }) => email === owners.get(accountId));
    return { on: workingDay(addDays(today, -daysAgo)), accountId, actor: owner?.slackUserId ?? '', act: act(today) };
  });
  return dated.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** The day, or the Monday after it. */
function workingDay(day: Day): Day {
  const weekday = weekdayOf(day);
  return weekday > 5 ? addDays(day, 8 - weekday) : day;
}
