import type { AccountFacts } from '../../src/domain/facts.ts';
import type { ContactSignal, ErrorSignal, NpsSignal, Signal, TicketSignal } from '../../src/domain/signal.ts';
import { newest, oracleBilling, oracleSeats } from './billing.ts';
import { localDay, numberOfDay } from './calendar.ts';
import type { Frame } from './frame.ts';
import { eligibleActivity, identities, knownPeople, once, personKey } from './people.ts';

const URGENT = ['urgent', 'critical', 'p1'];

/**
 * The facts of one account from everything that was ever sent about it, in any order: naive loops over days and
 * events, with no rollup, bitmap or SQL. Written from the definitions, and shares no code with the product.
 */
export function oracleFacts(accountId: string, signals: readonly Signal[], frame: Frame): AccountFacts {
  const today = numberOfDay(frame.day);
  const ago = (instant: Date): number => today - localDay(instant, frame.timeZone);
  // A day that is n days before the midnight of D began n midnights ago: [D-30, D) are the days 1 to 30.
  const active = eligibleActivity(signals)
    .map(({ person, at }) => ({ person, ago: ago(at) }))
    .filter((event) => event.ago >= 1);
  const within = (from: number, to: number) => active.filter((event) => event.ago <= from && event.ago > to);
  const people = (from: number, to: number): number => new Set(within(from, to).map(({ person }) => person)).size;
  const userDays = (from: number, to: number): number => {
    let sum = 0;
    for (let day = to + 1; day <= from; day += 1) sum += people(day, day - 1);
    return sum;
  };
  const firstSign = Math.max(...signals.map((signal) => ago(signOf(signal))));
  const since = newest(signals, 'customerSince');
  const age = Math.max(0, since === null ? firstSign : today - numberOfDay(since));
  const seen = active.length > 0;
  const dataDays = seen ? Math.max(...active.map((event) => event.ago)) : 0;
  const months = [120, 90, 60, 30].filter((from) => from <= age && (!seen || from <= dataDays));
  const blocks = [14, 28, 42, 56, 70, 84, 98].filter((from) => from <= (seen ? dataDays : age));
  const weeks = [7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 77, 84, 91].filter((from) => from <= dataDays);
  const seats = oracleSeats(signals, frame, age);
  return {
    account_id: accountId,
    age_days: age,
    data_days: dataDays,
    never_seen: !seen,
    ...seats,
    ...oracleBilling(signals, frame, seats.paid_seats),
    active_users_30d: people(30, 0),
    active_users_28d: people(28, 0),
    active_user_windows: months.map((from) => people(from, from - 30)),
    events_30d: within(30, 0).length,
    event_blocks_14d: blocks.map((from) => within(from, from - 14).length),
    user_day_blocks_14d: blocks.map((from) => userDays(from, from - 14)),
    active_weeks: weeks.filter((from) => people(from, from - 7) > 0).length,
    silent_14d: seen && people(14, 0) === 0,
    errors_30d: frame.errorsConnected ? errors(signals, ago) : null,
    ...(frame.ticketsConnected ? support(signals, ago) : { tickets_30d: null, urgent_tickets_open: null }),
    ...answers(signals, ago),
    key_contact_days: keyContactDays(signals, active, dataDays),
  };
}

/** A subscription speaks of its own start. */
function signOf(signal: Signal): Date {
  const started = signal.kind === 'subscription' ? signal.startedAt : null;
  return started !== null && started < signal.occurredAt ? started : signal.occurredAt;
}

function errors(signals: readonly Signal[], ago: (instant: Date) => number): number {
  const all = once(signals.filter((signal): signal is ErrorSignal => signal.kind === 'error'));
  return all.filter(({ occurredAt }) => ago(occurredAt) >= 1 && ago(occurredAt) <= 30).length;
}

/** A ticket begins with the first that is heard of it, is open while nothing newer closed it, as urgent as last said. */
function support(signals: readonly Signal[], ago: (instant: Date) => number) {
  const tickets = new Map<string, TicketSignal[]>();
  for (const signal of signals) {
    if (signal.kind === 'ticket') tickets.set(signal.ticketId, [...(tickets.get(signal.ticketId) ?? []), signal]);
  }
  let [count, urgent] = [0, 0];
  for (const said of tickets.values()) {
    const begun = Math.max(...said.map(({ occurredAt }) => ago(occurredAt)));
    if (begun >= 1 && begun <= 30) count += 1;
    const before = said.filter(({ occurredAt }) => ago(occurredAt) >= 1);
    const last = (state: 'opened' | 'closed'): number =>
      Math.max(...before.filter((one) => one.state === state).map(({ occurredAt }) => occurredAt.getTime()));
    const named = said.filter(({ priority }) => priority !== null);
    named.sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime());
    const isUrgent = URGENT.includes(named[0]?.priority?.toLowerCase() ?? '');
    if (before.length > 0 && isUrgent && last('opened') > last('closed')) urgent += 1;
  }
  return { tickets_30d: count, urgent_tickets_open: urgent };
}

/** The latest answer of each person within 180 days. */
function answers(signals: readonly Signal[], ago: (instant: Date) => number) {
  const nameOf = identities(signals);
  const latest = new Map<string, NpsSignal>();
  for (const signal of signals) {
    if (signal.kind !== 'nps' || ago(signal.occurredAt) < 1 || ago(signal.occurredAt) > 180) continue;
    const known = latest.get(nameOf(signal.userKey));
    if (!known || known.occurredAt < signal.occurredAt) latest.set(nameOf(signal.userKey), signal);
  }
  const scores = [...latest.values()].map(({ score }) => score);
  if (scores.length === 0) return { nps_sum: null, nps_count: null };
  return { nps_sum: scores.reduce((sum, score) => sum + score, 0), nps_count: scores.length };
}

/** Days since a key contact was last active; as long as there is data where one is known and never was. */
function keyContactDays(
  signals: readonly Signal[],
  active: readonly { readonly person: string; readonly ago: number }[],
  dataDays: number,
): number | null {
  const nameOf = identities(signals);
  const said = signals.filter((signal): signal is ContactSignal => signal.kind === 'contact');
  said.sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime());
  const named = new Set<string>();
  for (const id of new Set(said.map(({ contactId }) => contactId))) {
    // What a statement leaves out stays as it was.
    const about = said.filter(({ contactId }) => contactId === id);
    const userKey = about.find((one) => one.userKey !== null)?.userKey;
    const email = about.find((one) => one.email !== null)?.email;
    if (about[0]?.persona !== 'key_contact') continue;
    if (userKey) named.add(nameOf(userKey));
    if (email) named.add(nameOf(personKey(email)));
  }
  const known = [...knownPeople(signals)].some((person) => named.has(person));
  const days = active.filter(({ person }) => named.has(person)).map((event) => event.ago);
  if (days.length > 0) return Math.min(...days);
  return known && dataDays > 0 ? dataDays : null;
}
