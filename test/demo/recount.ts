import { csvFiles } from '../../src/demo/csv-files.ts';
import type { IngestEvent } from '../../src/demo/ingest-event.ts';
import { ingestEvents } from '../../src/demo/ingest-events.ts';
import type { DemoPortfolio } from '../../src/demo/portfolio.ts';
import { stripeEvents } from '../../src/demo/stripe-events.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { mrrMinor } from '../../src/domain/mrr.ts';

/**
 * A slow second opinion: counts the facts from what is sent out (event texts, webhooks, files), with its own
 * calendar, and shares no code with the generator or with the product's SQL.
 */
export interface Recount {
  readonly facts: AccountFacts;
  readonly activeUsers30d: ReadonlySet<string>;
}

interface Seen {
  readonly events: IngestEvent[];
}

const DAY_MS = 86_400_000;
const SYSTEM = /^(seat_count_set|plan_changed|subscription_.*|support_ticket_.*|\$exception|nps_.*)$/;
const RATES: Readonly<Record<string, number>> = { USD: 1, EUR: 1.08, GBP: 1.27, JPY: 0.67 };

export function recount(portfolio: DemoPortfolio, wanted?: readonly string[], shiftDays = 0): Map<string, Recount> {
  const accounts = wanted
    ? portfolio.accounts.filter(({ accountId }) => wanted.includes(accountId))
    : portfolio.accounts;
  const slice = { ...portfolio, accounts };
  const daysAgoOf = dayCounter(portfolio.today, portfolio.timeZone, shiftDays);
  const seen = new Map<string, Seen>(accounts.map(({ accountId }) => [accountId, { events: [] }]));
  for (const event of ingestEvents(slice)) seen.get(event.account_id)?.events.push(event);
  const csv = parsedCsv(slice);
  const stripe = billedByStripe(slice, daysAgoOf);
  const result = new Map<string, Recount>();
  for (const [accountId, { events }] of seen) {
    const account = csv.accounts.find((row) => row['account_id'] === accountId);
    if (!account) throw new Error(`no CSV row for ${accountId}`);
    const key = csv.contacts.find((row) => row['account_id'] === accountId && row['persona'] === 'key_contact');
    const billing = stripe.get(accountId) ?? billedByEvents(events, daysAgoOf);
    const dayOf = (text: string | undefined): number | null =>
      text ? Math.round((Date.parse(text) - Date.parse(portfolio.today)) / DAY_MS) + shiftDays : null;
    result.set(
      accountId,
      factsOf({
        accountId,
        events: events
          .map((event) => ({ ...event, daysAgo: daysAgoOf(event.timestamp) }))
          .filter((e) => e.daysAgo >= 1),
        billing,
        ageDays: -(dayOf(account['customer_since']) ?? 0),
        renewal: dayOf(account['renews_on']),
        excludedReason: account['excluded_reason'] ?? '',
        plan: account['plan'] || null,
        industry: account['industry'] || null,
        keyUser: key?.['user_id'] ?? '',
      }),
    );
  }
  return result;
}

/** Days ago by calendar: 1 = the day before D. */
export function dayCounter(today: string, timeZone: string, shiftDays = 0): (timestamp: string) => number {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const end = Date.parse(today) - shiftDays * DAY_MS;
  // No zone's clock is off by less than a quarter of an hour, so a quarter lies within one day.
  const days = new Map<number, number>();
  return (timestamp) => {
    const quarter = Math.floor(Date.parse(timestamp) / 900_000);
    let day = days.get(quarter);
    if (day === undefined) {
      day = Math.round((end - Date.parse(format.format(new Date(quarter * 900_000)))) / DAY_MS);
      days.set(quarter, day);
    }
    return day;
  };
}

interface Billing {
  readonly states: readonly { daysAgo: number; seats: number | null; mrr: number; status: string; cancels: boolean }[];
  readonly currency: string;
  readonly usageBased: boolean;
}

interface FactsInput {
  readonly accountId: string;
  readonly events: readonly (IngestEvent & { daysAgo: number })[];
  readonly billing: Billing;
  readonly ageDays: number;
  readonly renewal: number | null;
  readonly excludedReason: string;
  readonly plan: string | null;
  readonly industry: string | null;
  readonly keyUser: string;
}

function factsOf(input: FactsInput): Recount {
  const { accountId, events, billing, ageDays, renewal, excludedReason, keyUser, plan, industry } = input;
  const activity = events.filter(({ event }) => !SYSTEM.test(event));
  const between = (from: number, to: number) => activity.filter(({ daysAgo }) => daysAgo >= from && daysAgo <= to);
  const people = (from: number, to: number) => new Set(between(from, to).map(({ user_id }) => user_id ?? ''));
  const userDays = (from: number, to: number) =>
    new Set(between(from, to).map(({ user_id, daysAgo }) => `${user_id} ${daysAgo}`)).size;
  const dataDays = activity.reduce((most, { daysAgo }) => Math.max(most, daysAgo), 0);
  const blocks = Math.min(7, Math.floor((dataDays || ageDays) / 14));
  const weeks = Math.min(13, Math.floor(dataDays / 7));
  const windows = Math.min(4, Math.floor((dataDays === 0 ? ageDays : Math.min(ageDays, dataDays)) / 30));
  const at = (daysAgo: number) => billing.states.filter((state) => state.daysAgo >= Math.max(daysAgo, 1));
  const seatsAt = (daysAgo: number) => at(daysAgo).findLast(({ seats }) => seats !== null)?.seats ?? null;
  const now = at(0).at(-1);
  const keyDays = activity.filter(({ user_id }) => user_id === keyUser).map(({ daysAgo }) => daysAgo);
  const answers = new Map<string, { daysAgo: number; score: number }>();
  for (const { event, user_id = '', daysAgo, properties } of events) {
    if (event !== 'nps_submitted' || daysAgo > 180) continue;
    if ((answers.get(user_id)?.daysAgo ?? Infinity) > daysAgo) {
      answers.set(user_id, { daysAgo, score: Number(properties?.['score']) });
    }
  }
  const closed = new Set(
    events.filter(({ event }) => event === 'support_ticket_closed').map(({ properties }) => properties?.['ticket_id']),
  );
  const opened = events.filter(({ event }) => event === 'support_ticket_opened');
  const unpaid = billing.states.filter(({ status, daysAgo }) => status === 'past_due' && daysAgo >= 1);
  const excluded = exclusion(excludedReason, billing, now?.status);
  const mrr = now?.mrr ?? 0;
  const active = people(1, 30);
  const facts: AccountFacts = {
    account_id: accountId,
    plan,
    industry,
    currency: billing.currency,
    age_days: ageDays,
    data_days: dataDays,
    ...(dataDays === 0 ? { never_seen: true } : {}),
    ...(excluded ? { excluded } : {}),
    paid_seats: seatsAt(0) ?? 0,
    // An account that is younger than that began with its first seats.
    paid_seats_90d_ago: seatsAt(91) ?? (ageDays <= 90 ? (billing.states[0]?.seats ?? null) : null),
    seats_added_60d: Math.max(0, (seatsAt(0) ?? 0) - (seatsAt(61) ?? seatsAt(0) ?? 0)),
    active_users_30d: active.size,
    active_user_windows: Array.from({ length: windows }, (_, i) => people(1 + 30 * i, 30 + 30 * i).size).reverse(),
    active_users_28d: people(1, 28).size,
    mrr_minor: mrr,
    mrr_reporting_minor: Math.round(mrr * (RATES[billing.currency] ?? Number.NaN)),
    days_to_renewal: renewal,
    cancel_at_period_end: now?.cancels ?? false,
    ...(now?.status === 'past_due' ? { past_due_days: unpaid[0]?.daysAgo ?? 0 } : {}),
    events_30d: between(1, 30).length,
    event_blocks_14d: Array.from({ length: blocks }, (_, i) => between(1 + 14 * i, 14 + 14 * i).length),
    user_day_blocks_14d: Array.from({ length: blocks }, (_, i) => userDays(1 + 14 * i, 14 + 14 * i)),
    active_weeks: Array.from({ length: weeks }, (_, i) => people(1 + 7 * i, 7 + 7 * i).size).filter(Boolean).length,
    last_active_days:
      dataDays === 0 ? null : Math.min(121, Math.min(...between(1, dataDays).map(({ daysAgo }) => daysAgo))),
    silent_14d: dataDays > 0 && between(1, 14).length === 0,
    errors_30d: events.filter(({ event, daysAgo }) => event === '$exception' && daysAgo <= 30).length,
    tickets_30d: opened.filter(({ daysAgo }) => daysAgo <= 30).length,
    urgent_tickets_open: opened.filter(
      ({ properties }) => properties?.['priority'] === 'urgent' && !closed.has(properties['ticket_id']),
    ).length,
    key_contact_days: keyDays.length === 0 ? null : Math.min(...keyDays),
    nps_sum: answers.size === 0 ? null : [...answers.values()].reduce((sum, { score }) => sum + score, 0),
    nps_count: answers.size === 0 ? null : answers.size,
  };
  return { facts, activeUsers30d: active };
}

function exclusion(reason: string, billing: Billing, status: string | undefined): AccountFacts['excluded'] {
  if (reason === 'free' || reason === 'internal') return reason;
  if (billing.usageBased) return 'usage_based_plan';
  if (status === 'trialing') return 'trial';
  return status === 'canceled' ? 'cancelled' : null;
}

function billedByEvents(events: readonly IngestEvent[], daysAgoOf: (timestamp: string) => number): Billing {
  const states = events.filter(({ event }) => event === 'seat_count_set' || event === 'plan_changed');
  const currency = String(states.at(-1)?.properties?.['currency'] ?? 'USD');
  return {
    currency,
    usageBased: false,
    states: states.map(({ timestamp, properties }) => ({
      daysAgo: daysAgoOf(timestamp),
      seats: properties?.['seat_count'] === undefined ? null : Number(properties['seat_count']),
      mrr: Math.round(Number(properties?.['mrr']) * (currency === 'JPY' ? 1 : 100)),
      status: 'active',
      cancels: false,
    })),
  };
}

interface SubscriptionShape {
  readonly status: string;
  readonly currency: string;
  readonly cancel_at_period_end: boolean;
  readonly metadata: { readonly account_id: string };
  readonly items: {
    readonly data: readonly [
      {
        readonly quantity?: number;
        readonly price: {
          readonly unit_amount_decimal: string;
          readonly recurring: { readonly interval: 'month' | 'year'; readonly usage_type: string };
        };
      },
    ];
  };
}

function billedByStripe(portfolio: DemoPortfolio, daysAgoOf: (timestamp: string) => number): Map<string, Billing> {
  const found = new Map<string, Billing>();
  for (const event of stripeEvents(portfolio)) {
    const text = JSON.stringify(event.data.object);
    const subscription: SubscriptionShape = JSON.parse(text);
    const { quantity, price } = subscription.items.data[0];
    const pays = subscription.status === 'active' || subscription.status === 'past_due';
    const metered = price.recurring.usage_type === 'metered';
    const state = {
      daysAgo: daysAgoOf(new Date(event.created * 1000).toISOString()),
      seats: quantity ?? null,
      mrr:
        pays && !metered
          ? (mrrMinor({
              unitAmountDecimal: price.unit_amount_decimal,
              quantity: quantity ?? 1,
              interval: price.recurring.interval,
              intervalCount: 1,
            }) ?? 0)
          : 0,
      status: subscription.status,
      cancels: subscription.cancel_at_period_end,
    };
    const accountId = subscription.metadata.account_id;
    const before = found.get(accountId)?.states ?? [];
    found.set(accountId, {
      currency: subscription.currency.toUpperCase(),
      usageBased: metered,
      states: [...before, state],
    });
  }
  return found;
}

type Row = Readonly<Record<string, string>>;

function parsedCsv(portfolio: DemoPortfolio): { accounts: Row[]; users: Row[]; contacts: Row[] } {
  const rowsOf = (kind: string): Row[] => {
    const [header = '', ...lines] = (csvFiles(portfolio).find((file) => file.kind === kind)?.content ?? '')
      .trim()
      .split('\n');
    const names = header.split(',');
    return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [names[index] ?? '', cell])));
  };
  return { accounts: rowsOf('accounts'), users: rowsOf('users'), contacts: rowsOf('contacts') };
}
