import type { AccountFacts } from '../../src/domain/facts.ts';
import type { Signal, SubscriptionSignal } from '../../src/domain/signal.ts';
import { localDay, numberOfDay } from './calendar.ts';
import { decimal, fraction, nearest, times } from './fraction.ts';
import type { Frame } from './frame.ts';

const RUNNING = ['active', 'past_due', 'trialing', 'paused'];
const PAYING = ['active', 'past_due'];

/** States of each subscription before the day, oldest first; a state that was sent twice counts once. */
function timelines(signals: readonly Signal[], { day, timeZone }: Frame): SubscriptionSignal[][] {
  const byId = new Map<string, SubscriptionSignal[]>();
  for (const signal of signals) {
    if (signal.kind !== 'subscription' || localDay(signal.occurredAt, timeZone) >= numberOfDay(day)) continue;
    const states = byId.get(signal.subscriptionId) ?? [];
    if (!states.some(({ stateId }) => stateId === signal.stateId)) states.push(signal);
    byId.set(signal.subscriptionId, states);
  }
  for (const states of byId.values()) states.sort(inOrder);
  return [...byId.values()];
}

function inOrder(a: SubscriptionSignal, b: SubscriptionSignal): number {
  if (a.occurredAt.getTime() !== b.occurredAt.getTime()) return a.occurredAt.getTime() - b.occurredAt.getTime();
  if (a.precedence !== b.precedence) return a.precedence - b.precedence;
  return a.stateId < b.stateId ? -1 : 1;
}

/** Seats of one subscription after some of its states: what the last state that speaks of seats says. */
function seatsAfter(states: readonly SubscriptionSignal[]): number {
  let seats = 0;
  for (const state of states) {
    if (state.status === 'canceled') seats = 0;
    else if (state.seats !== null) seats = state.items.reduce((sum, item) => sum + (item.seats ?? 0), 0);
  }
  return seats;
}

/** Paid seats now, 90 days ago, and how many were added within 60 days. */
export function oracleSeats(signals: readonly Signal[], frame: Frame, age: number) {
  const lines = timelines(signals, frame);
  const today = numberOfDay(frame.day);
  const seatsWhen = (counts: (state: SubscriptionSignal) => boolean): number =>
    lines.reduce((sum, states) => sum + seatsAfter(states.filter(counts)), 0);
  const dayOf = (state: SubscriptionSignal): number => localDay(state.occurredAt, frame.timeZone);
  // Until billing first speaks of seats nothing is known; from then on every day has a number, also when it is 0.
  const spoken = lines.flat().filter(({ seats }) => seats !== null);
  const begin = spoken.length === 0 ? undefined : Math.min(...spoken.map(({ occurredAt }) => occurredAt.getTime()));
  const first = begin === undefined ? null : seatsWhen(({ occurredAt }) => occurredAt.getTime() <= begin);
  const at = (ago: number): number | null => {
    const known = begin !== undefined && localDay(new Date(begin), frame.timeZone) < today - ago;
    return known ? seatsWhen((state) => dayOf(state) < today - ago) : null;
  };
  const now = seatsWhen(() => true);
  return {
    paid_seats: now,
    paid_seats_90d_ago: at(90) ?? (age <= 90 ? first : null),
    seats_added_60d: Math.max(0, now - (at(60) ?? first ?? now)),
  };
}

type BillingFacts = Pick<
  AccountFacts,
  | 'currency'
  | 'mrr_minor'
  | 'mrr_reporting_minor'
  | 'excluded'
  | 'days_to_renewal'
  | 'cancel_at_period_end'
  | 'past_due_days'
>;

/** What a subscription is worth after its states: null = nobody said, or the price cannot be computed. */
function moneyAfter(states: readonly SubscriptionSignal[]): { minor: number | null; currency: string | null } {
  let money: { minor: number | null; currency: string | null } = { minor: null, currency: null };
  for (const state of states) {
    if (state.mrrMinor !== null || state.mrrUnknown) money = { minor: state.mrrMinor, currency: state.currency };
  }
  return money;
}

export function oracleBilling(signals: readonly Signal[], frame: Frame, paidSeats: number): BillingFacts {
  const today = numberOfDay(frame.day);
  const subscriptions = timelines(signals, frame).map((states) => ({ states, last: states[states.length - 1] }));
  const running = subscriptions.filter(({ last }) => RUNNING.includes(last?.status ?? ''));
  const renewals = running.flatMap(({ last }) => (last?.renewsAt ? [localDay(last.renewsAt, frame.timeZone)] : []));
  const ahead = renewals.filter((day) => day >= today);
  const billed = ahead.length > 0 ? Math.min(...ahead) : renewals.length > 0 ? Math.max(...renewals) : null;
  const declared = newest(signals, 'renewsOn');
  const renewal = declared === null ? billed : numberOfDay(declared);
  let overdue = 0;
  for (const { states } of running) {
    let since: number | null = null;
    for (const { status, occurredAt } of states) {
      since = status === 'past_due' ? (since ?? localDay(occurredAt, frame.timeZone)) : null;
    }
    if (since !== null) overdue = Math.max(overdue, today - since);
  }
  return {
    ...oracleMoney(subscriptions, frame, paidSeats),
    excluded: newest(signals, 'excludedReason') ?? reasonOf(subscriptions.map(({ last }) => last)),
    days_to_renewal: renewal === null ? null : renewal - today,
    cancel_at_period_end: running.some(({ last }) => last?.cancelAtPeriodEnd),
    past_due_days: overdue,
  };
}

type Ended = readonly {
  readonly states: readonly SubscriptionSignal[];
  readonly last: SubscriptionSignal | undefined;
}[];

function oracleMoney(subscriptions: Ended, { reportingCurrency, rates }: Frame, paidSeats: number) {
  const paying = subscriptions
    .filter(({ last }) => PAYING.includes(last?.status ?? ''))
    .map((one) => moneyAfter(one.states));
  const native = new Map<string, number>();
  let complete = subscriptions.length > 0 || paidSeats === 0;
  for (const { minor, currency } of paying) {
    if (minor === null) complete = false;
    else if (minor > 0 && currency !== null) native.set(currency, (native.get(currency) ?? 0) + minor);
  }
  let reporting = 0;
  for (const [currency, minor] of native) {
    const rate = currency === reportingCurrency ? '1' : rates[currency];
    if (rate === undefined) complete = false;
    else
      reporting += nearest(
        times(times(decimal(rate), fraction(minor)), fraction(unit(reportingCurrency), unit(currency))),
      );
  }
  const [only] = native;
  const named = paying.flatMap(({ currency }) => (currency === null ? [] : [currency])).sort();
  const single = native.size === 1 && only !== undefined;
  return {
    currency: single ? only[0] : native.size > 1 ? reportingCurrency : (named[0] ?? reportingCurrency),
    mrr_minor: single ? only[1] : reporting,
    mrr_reporting_minor: complete ? reporting : null,
  };
}

/** Smallest units in one unit of a currency: yen have none. */
function unit(currency: string): number {
  return currency === 'JPY' ? 1 : 100;
}

function reasonOf(last: readonly (SubscriptionSignal | undefined)[]): AccountFacts['excluded'] {
  const running = last.filter((state) => RUNNING.includes(state?.status ?? ''));
  if (running.length === 0) {
    return last.some((state) => state?.status === 'canceled' || state?.status === 'unpaid') ? 'cancelled' : null;
  }
  const paid = running.filter((state) => state?.status !== 'trialing');
  if (paid.length === 0) return 'trial';
  return paid.every((state) => state?.usageBased) ? 'usage_based_plan' : null;
}

/** What the newest profile that speaks of it says of the account. */
export function newest<K extends 'renewsOn' | 'excludedReason' | 'customerSince'>(
  signals: readonly Signal[],
  field: K,
) {
  const said = signals.flatMap((signal) =>
    signal.kind === 'account' && signal[field] !== undefined
      ? [{ at: signal.occurredAt.getTime(), value: signal[field] }]
      : [],
  );
  said.sort((a, b) => b.at - a.at);
  return said[0]?.value ?? null;
}
