import { addDays, type Day, daysBetween } from '../../src/domain/day.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { localDayOf, startOfLocalDay } from '../../src/lib/local-time.ts';
import type { FixtureAccount, FixtureState } from './portfolio.ts';

export interface RawEvent {
  readonly at: Date;
  readonly person: number;
}

export interface History extends Omit<FixtureAccount, 'activity' | 'errors'> {
  readonly events: readonly RawEvent[];
  readonly errorsAt: readonly Date[];
}

/** The history as the rollup keeps it: counts per local day. */
export function rolledUp({ events, errorsAt, ...rest }: History, day: Day, timeZone: string): FixtureAccount {
  const activity = new Map<number, [number, number][]>();
  for (const { at, person } of events) {
    const ago = daysBetween(localDayOf(at, timeZone), day);
    activity.set(ago, [...(activity.get(ago) ?? []), [person, 1]]);
  }
  const errors = new Map<number, number>();
  for (const at of errorsAt) {
    const ago = daysBetween(localDayOf(at, timeZone), day);
    errors.set(ago, (errors.get(ago) ?? 0) + 1);
  }
  return { ...rest, activity, errors };
}

/**
 * The facts counted slowly from raw instants against local midnights, with no rollup, bitmap or SQL in between.
 * Money only where one currency is in play: conversion has tests of its own.
 */
export function recount(history: History, day: Day, timeZone: string): Partial<AccountFacts> {
  const midnight = (ago: number): number => startOfLocalDay(addDays(day, -ago), timeZone).getTime();
  const within = (at: Date, from: number, to: number): boolean =>
    at.getTime() >= midnight(from) && at.getTime() < midnight(to);
  const people = (from: number, to: number): number =>
    new Set(history.events.filter(({ at }) => within(at, from, to)).map(({ person }) => person)).size;
  const events = (from: number, to: number): number => history.events.filter(({ at }) => within(at, from, to)).length;
  const userDays = (from: number, to: number): number => {
    let sum = 0;
    for (let ago = from; ago > to; ago -= 1) sum += people(ago, ago - 1);
    return sum;
  };
  const before = history.events.map(({ at }) => at.getTime()).filter((at) => at < midnight(0));
  const seen = before.length > 0;
  let dataDays = 0;
  while (seen && midnight(dataDays) > Math.min(...before)) dataDays += 1;
  const age = daysBetween(history.customerSince, day);
  const lived = seen ? Math.min(age, dataDays) : age;
  const windows = Math.min(4, Math.floor(lived / 30));
  const blocks = Array.from({ length: Math.min(7, Math.floor((seen ? dataDays : age) / 14)) }, (_, i) => 14 * i);
  const weeks = Array.from({ length: Math.min(13, Math.floor(dataDays / 7)) }, (_, i) => 7 * i);
  const tickets = history.tickets ?? [];
  const answers = latestAnswers(history, (at) => within(at, 180, 0));
  return {
    age_days: age,
    data_days: dataDays,
    never_seen: !seen,
    active_users_30d: people(30, 0),
    active_users_28d: people(28, 0),
    active_user_windows: Array.from({ length: windows }, (_, i) => 30 * (windows - i)).map((to) => people(to, to - 30)),
    events_30d: events(30, 0),
    event_blocks_14d: blocks.map((to) => events(to + 14, to)),
    user_day_blocks_14d: blocks.map((to) => userDays(to + 14, to)),
    active_weeks: weeks.filter((to) => people(to + 7, to) > 0).length,
    last_active_days: seen
      ? 1 + [...Array(121).keys()].findIndex((ago) => ago === 120 || people(ago + 1, ago) > 0)
      : null,
    silent_14d: seen && events(14, 0) === 0,
    errors_30d: history.errorsAt.filter((at) => within(at, 30, 0)).length,
    tickets_30d: tickets.filter(({ openedAt }) => within(openedAt, 30, 0)).length,
    urgent_tickets_open: tickets.filter(
      ({ openedAt, closedAt, priority }) =>
        ['urgent', 'critical', 'p1'].includes((priority ?? '').toLowerCase()) &&
        openedAt.getTime() < midnight(0) &&
        !(closedAt && closedAt.getTime() < midnight(0)),
    ).length,
    nps_sum: answers.length === 0 ? null : answers.reduce((sum, score) => sum + score, 0),
    nps_count: answers.length === 0 ? null : answers.length,
    ...seats(history, age, midnight),
    ...subscriptions(history, day, timeZone, midnight(0)),
    key_contact_days: keyContact(history, dataDays, (ago, person) =>
      history.events.some((event) => event.person === person && within(event.at, ago, ago - 1)),
    ),
  };
}

function latestAnswers({ nps = [] }: History, counts: (at: Date) => boolean): number[] {
  const newest = new Map<string, { readonly at: Date; readonly score: number }>();
  for (const answer of nps) {
    const known = newest.get(answer.user);
    if (counts(answer.at) && (!known || known.at < answer.at)) newest.set(answer.user, answer);
  }
  return [...newest.values()].map(({ score }) => score);
}

function keyContact(
  { keyContact: person, events }: History,
  dataDays: number,
  active: (ago: number, person: number) => boolean,
): number | null {
  if (person == null) return null;
  for (let ago = 1; ago <= 500; ago += 1) if (active(ago, person)) return ago;
  return events.length > 0 && dataDays > 0 ? dataDays : null;
}

function seats({ movements = [] }: History, age: number, midnight: (ago: number) => number): Partial<AccountFacts> {
  const known = movements.filter(({ at }) => at.getTime() < midnight(0));
  const first = Math.min(...known.map(({ at }) => at.getTime()));
  const balance = (list: typeof known): number =>
    Math.max(
      0,
      list.reduce((sum, { delta }) => sum + delta, 0),
    );
  const at = (ago: number): number | null => {
    const then = known.filter((movement) => movement.at.getTime() < midnight(ago));
    if (then.length > 0) return balance(then);
    return known.length > 0 ? balance(known.filter((movement) => movement.at.getTime() === first)) : null;
  };
  const unknownThen = age > 90 && first >= midnight(90);
  const now = balance(known);
  return {
    paid_seats: now,
    paid_seats_90d_ago: unknownThen ? null : at(90),
    seats_added_60d: Math.max(0, now - (at(60) ?? now)),
  };
}

function subscriptions(
  { states = [], renewsOn }: History,
  day: Day,
  timeZone: string,
  end: number,
): Partial<AccountFacts> {
  const bySubscription = new Map<string, FixtureState[]>();
  for (const state of states) {
    if (state.at.getTime() >= end) continue;
    const id = state.subscription ?? 'sub';
    bySubscription.set(id, [...(bySubscription.get(id) ?? []), state]);
  }
  let mrr = 0;
  let cancelling = false;
  let pastDue = 0;
  const renewals: Day[] = [];
  for (const list of bySubscription.values()) {
    list.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.precedence ?? 1) - (b.precedence ?? 1) || order(a, b));
    let money = 0;
    let overdueSince: Date | null = null;
    for (const state of list) {
      money = state.mrrMinor ?? money;
      overdueSince = state.status === 'past_due' ? (overdueSince ?? state.at) : null;
    }
    const last = list.at(-1);
    const status = last?.status ?? 'active';
    if (status === 'active' || status === 'past_due') mrr += money;
    if (!last || !['active', 'past_due', 'trialing', 'paused'].includes(status)) continue;
    if (last.cancelling) cancelling = true;
    if (last.renewsAt) renewals.push(localDayOf(last.renewsAt, timeZone));
    if (overdueSince) pastDue = Math.max(pastDue, daysBetween(localDayOf(overdueSince, timeZone), day));
  }
  const next = renewals.filter((renewal) => renewal >= day).sort()[0] ?? renewals.sort().at(-1);
  const renewal = renewsOn ?? next;
  return {
    mrr_minor: mrr,
    cancel_at_period_end: cancelling,
    past_due_days: pastDue,
    days_to_renewal: renewal === undefined ? null : daysBetween(day, renewal),
  };
}

function order(a: FixtureState, b: FixtureState): number {
  return (a.id ?? '') < (b.id ?? '') ? -1 : 1;
}
