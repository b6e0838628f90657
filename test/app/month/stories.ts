import { addDays, type Day, daysBetween } from '../../../src/domain/day.ts';
import type { Signal, SubscriptionSignal } from '../../../src/domain/signal.ts';
import { instantOfLocalTime } from '../../../src/lib/local-time.ts';
import { activity, eventId } from '../signals.ts';

export const ZONE = 'Europe/Berlin';
/** Five months of ordinary weeks before the first day that is lived through; both are Mondays. */
export const HISTORY_FROM: Day = '2025-10-06';
export const FIRST_DAY: Day = '2026-03-02';
export const LIVED_DAYS = 60;
const CUSTOMER_SINCE: Day = '2025-10-01';
const HOLIDAY: readonly [Day, Day] = ['2026-03-23', '2026-03-29'];
const SEAT_MINOR = 7500;

export interface Story {
  readonly accountId: string;
  readonly seats: number;
  /** People who are in the product on a working day. */
  readonly people: (day: Day) => number;
  readonly renewsOn?: Day;
  /** What billing says in the course of these days, at noon. */
  readonly billing?: readonly { readonly on: Day; readonly change: BillingChange }[];
}

type BillingChange = Partial<Pick<SubscriptionSignal, 'cancelAtPeriodEnd' | 'status'>> & {
  readonly seats?: number;
  readonly renewsOn?: Day;
};

const always =
  (people: number) =>
  (_day: Day): number =>
    people;
const until = (last: Day) => (day: Day) => (day <= last ? 8 : 0);

/** 20 accounts about which there is nothing to say: 8 of 10 seats in use, every working day. */
const CALM: readonly Story[] = Array.from({ length: 20 }, (_, index) => ({
  accountId: `calm-${String(index).padStart(2, '0')}`,
  seats: 10,
  people: always(8),
}));

// 20 seats one day and 21 the next, for 30 days: 10 people are half of the one and less than half of the other.
const FLAPPING = Array.from({ length: 30 }, (_, index) => ({
  on: addDays('2026-03-09', index),
  change: { seats: index % 2 === 0 ? 21 : 20 },
}));

const TOLD: readonly Story[] = [
  { accountId: 'asleep', seats: 10, people: always(8), billing: notice('2026-03-11') },
  {
    accountId: 'buyer',
    seats: 10,
    people: always(8),
    billing: [{ on: '2026-03-05', change: { seats: 20 } }],
  },
  { accountId: 'debtor', seats: 10, people: always(8), billing: debt('2026-03-04', '2026-04-01') },
  { accountId: 'edge', seats: 20, people: always(10), billing: FLAPPING },
  { accountId: 'fade', seats: 20, people: fading },
  { accountId: 'gone', seats: 10, people: always(8), billing: notice('2026-04-14') },
  { accountId: 'halt', seats: 10, people: until('2026-03-06') },
  { accountId: 'judged', seats: 10, people: always(8) },
  {
    accountId: 'leaver',
    seats: 10,
    people: always(8),
    billing: [...notice('2026-03-11'), { on: '2026-03-25', change: { cancelAtPeriodEnd: false } }],
  },
  { accountId: 'renewer', seats: 20, people: always(11), renewsOn: '2026-06-10' },
  { accountId: 'sleepy', seats: 10, people: always(2) },
  {
    accountId: 'soon',
    seats: 20,
    people: always(11),
    renewsOn: '2026-04-10',
    billing: [{ on: '2026-04-10', change: { renewsOn: '2027-04-10' } }],
  },
  { accountId: 'stops', seats: 10, people: until('2026-04-17') },
  { accountId: 'taken', seats: 10, people: always(8), billing: debt('2026-03-05', '2026-04-02') },
];

export const STORIES: readonly Story[] = [...CALM, ...TOLD];

function notice(on: Day) {
  return [{ on, change: { cancelAtPeriodEnd: true } }] as const;
}

function debt(from: Day, to: Day) {
  return [
    { on: from, change: { status: 'past_due' } },
    { on: to, change: { status: 'active' } },
  ] as const;
}

// Two of sixteen stay away from each Monday on.
function fading(day: Day): number {
  const weeks = day < '2026-03-09' ? 0 : 1 + Math.floor(daysBetween('2026-03-09', day) / 7);
  return Math.max(16 - 2 * weeks, 2);
}

/** Everybody's events of a day, at noon: none at a weekend, three of eight people in the holiday week. */
export function activityOn(day: Day): Signal[] {
  if (daysBetween(HISTORY_FROM, day) % 7 > 4) return [];
  const holiday = day >= HOLIDAY[0] && day <= HOLIDAY[1];
  const occurredAt = noon(day);
  return STORIES.flatMap(({ accountId, people }) =>
    Array.from({ length: people(day) }, (_, person) => person)
      .filter((person) => !holiday || person % 8 < 3)
      .map((person) => {
        const userKey = `${accountId}-${person}`;
        return activity({ accountKey: accountId, id: eventId(`${userKey} ${day}`), userKey, occurredAt });
      }),
  );
}

/** What is known of the accounts before the first day. */
export function beginnings(): Signal[] {
  const occurredAt = noon(CUSTOMER_SINCE);
  return STORIES.flatMap((story): Signal[] => [
    { kind: 'account', accountKey: story.accountId, occurredAt, name: story.accountId, customerSince: CUSTOMER_SINCE },
    subscription(story, CUSTOMER_SINCE, {}),
  ]);
}

/** What billing says on a day. */
export function billingOn(day: Day): Signal[] {
  return STORIES.flatMap((story) => {
    const said = (story.billing ?? []).filter(({ on }) => on <= day);
    if (!said.some(({ on }) => on === day)) return [];
    return [subscription(story, day, Object.assign({}, ...said.map(({ change }) => change)))];
  });
}

function subscription(
  { accountId, renewsOn, seats: first }: Story,
  on: Day,
  change: BillingChange,
): SubscriptionSignal {
  const { cancelAtPeriodEnd = false, seats = first, status = 'active' } = change;
  const renewal = change.renewsOn ?? renewsOn;
  return {
    kind: 'subscription',
    accountKey: accountId,
    occurredAt: noon(on),
    subscriptionId: `sub-${accountId}`,
    stateId: `${accountId} ${on}`,
    precedence: on === CUSTOMER_SINCE ? 0 : 1,
    status,
    plan: 'Pro',
    currency: 'USD',
    seats,
    mrrMinor: seats * SEAT_MINOR,
    mrrUnknown: false,
    usageBased: false,
    startedAt: noon(CUSTOMER_SINCE),
    renewsAt: renewal === undefined ? null : noon(renewal),
    cancelAtPeriodEnd,
    items: [
      { item: `item-${accountId}`, seats, unitAmountDecimal: String(SEAT_MINOR), interval: 'month', intervalCount: 1 },
    ],
  };
}

function noon(day: Day): Date {
  return instantOfLocalTime(day, '12:00', ZONE);
}
