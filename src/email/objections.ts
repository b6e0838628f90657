import type { Persona } from './known-facts.ts';

/** What to say inside the team when a customer objects; for the internal reader, never part of a draft. */
export interface TalkTrack {
  readonly label: string;
  /** How it sounds. */
  readonly heard: string;
  readonly answer: readonly string[];
  /** What to have at hand before answering. */
  readonly bring: readonly string[];
}

export type ObjectionKey =
  | 'budget_risk'
  | 'renewal_comparison'
  | 'why_not_per_seat'
  | 'bought_for_growth'
  | 'slow'
  | 'drop_seats';

/** The six objections that come up around seats and renewals. */
export const OBJECTIONS: Readonly<Record<ObjectionKey, TalkTrack>> = {
  budget_risk: {
    label: 'Budget risk',
    heard: 'We cannot predict what this will cost us.',
    answer: ['Show the spend so far and what drives it.', 'Offer a cap, so that the most it can cost is known.'],
    bring: ['Spend by month', 'The bill before and after, from the billing preview'],
  },
  renewal_comparison: {
    label: 'Comparison at renewal',
    heard: 'Last year it was cheaper; another offer is lower.',
    answer: ['Compare the same scope: seats, plan, term.', 'List what changed since, one line each.'],
    bring: ['Scope then and now', 'Seat ledger since the last renewal'],
  },
  why_not_per_seat: {
    label: 'Why not stay per seat?',
    heard: 'Seats were simple. Why change?',
    answer: [
      'Seats stay wherever people use the product.',
      'Meter only the unit that the customer can see.',
      'Phase it in at the renewal, not before.',
    ],
    bring: ['Which work people do and which is automated', 'The bill before and after, from the billing preview'],
  },
  bought_for_growth: {
    label: 'We bought for growth',
    heard: 'The open seats are on purpose; people will join.',
    answer: ['Record a growth plan with dates and numbers.', 'Agree when to look at it together again.'],
    bring: ['Seats added and when', 'People active per month since'],
  },
  slow: {
    label: 'Users say it is slow',
    heard: 'People stopped because it is slow or breaks.',
    answer: ['Look at errors per 1,000 events and at the tickets first.', 'Talk about adoption only after the fix.'],
    bring: ['Errors per 1,000 events', 'Open and fixed tickets with their days'],
  },
  drop_seats: {
    label: 'We will drop to fewer seats',
    heard: 'We will renew with 15.',
    answer: [
      'Agree on the number they have counted.',
      'Show by team who would lose access.',
      'Offer a true-up clause for the case that more people return.',
    ],
    bring: ['Seats in use by team', 'The bill before and after, from the billing preview'],
  },
};

/** What each persona wants to hear first. */
export const PERSONA_EMPHASIS: Readonly<Record<Persona, string>> = {
  admin: 'Practical value: what their teams can do, and what we fixed.',
  key_contact: 'Practical value: their own work, made easier.',
  exec: 'Return: the outcome against the goal they named.',
  procurement: 'Predictability: dates, counts, the bill before and after.',
};
