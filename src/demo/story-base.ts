import type { DemoBillingState } from './demo-account.ts';
import type { Random } from './random.ts';
import type { Curve, Habits } from './schedule.ts';
import type { Story } from './story.ts';

const SIZES = [8, 10, 12, 12, 15, 15, 18, 20, 20, 24, 25, 28, 30, 35, 40, 45, 60, 80] as const;
const CURRENCIES = ['USD', 'USD', 'USD', 'USD', 'USD', 'USD', 'EUR', 'EUR', 'GBP', 'JPY'] as const;
const OLDEST_CUSTOMER_DAYS = 400;

/** The state of a subscription from that day on. */
export function seatState(
  daysAgo: number,
  seats: number | null,
  more: Partial<DemoBillingState> = {},
): DemoBillingState {
  return { daysAgo, seats, status: 'active', cancelAtPeriodEnd: false, usageBased: false, ...more };
}

export function habitsOf(people: Curve, random: Random, more: Partial<Habits> = {}): Habits {
  const most = Math.max(...people.map(([, count]) => count));
  return {
    people,
    dataDays: OLDEST_CUSTOMER_DAYS - random.between(0, 60),
    // Large teams come less often per head; the number of visits stays within what a demo needs.
    period: most > 50 ? 7 : random.between(4, 6),
    week: 'working',
    closed: [],
    fortnightly: false,
    weekendEvents: 1,
    ...more,
  };
}

export interface BaseInput {
  readonly seats?: number | undefined;
  /** People at 182 days ago and today, in percent of the seats. */
  readonly usedPercent: readonly [from: number, to: number];
}

/** A contented account on a monthly or yearly plan; every story starts from it. */
export function baseStory(random: Random, { seats = random.pick(SIZES), usedPercent }: BaseInput): Story {
  const [from, to] = usedPercent.map((percent) => Math.max(1, Math.round((seats * percent) / 100)));
  const curve: Curve = [
    [182, from ?? 1],
    [1, to ?? 1],
  ];
  const habits = habitsOf(curve, random);
  const most = Math.max(from ?? 1, to ?? 1);
  return {
    plan: seats <= 10 ? 'Starter' : seats < 40 ? 'Pro' : 'Business',
    currency: random.pick(CURRENCIES),
    interval: random.below(3) === 0 ? 'year' : 'month',
    via: random.below(2) === 0 ? 'stripe' : 'events',
    customerDaysAgo: habits.dataDays,
    renewsInDays: random.between(95, 364),
    excludedReason: null,
    billing: [seatState(habits.dataDays, seats)],
    users: Math.max(most, Math.ceil((seats * 95) / 100)),
    assigned: Math.min(seats, Math.max(most, Math.ceil((seats * 9) / 10))),
    habits,
    errors30d: random.below(3),
    tickets30d: random.below(3),
    urgentOpen: 0,
    scores: [random.between(7, 10), random.between(8, 10)].slice(0, random.below(3)),
    keyContact: 0,
  };
}
