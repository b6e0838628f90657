import { type Day, daysBetween } from './day.ts';
import type { AccountFacts, ExclusionReason } from './facts.ts';
import { convertMinor } from './money.ts';
import type { SubscriptionStatus } from './signal.ts';

/** A subscription as it stood at the day: its newest state, and the last that was said about money. */
export interface SubscriptionStanding {
  readonly status: SubscriptionStatus;
  readonly usageBased: boolean;
  readonly cancelling: boolean;
  readonly renewsOn: Day | null;
  /** Minor units per month; null: no state has said. */
  readonly mrrMinor: number | null;
  readonly currency: string | null;
  /** First day of the run of past-due states that still lasts. */
  readonly pastDueSince: Day | null;
}

export interface BillingInput {
  readonly day: Day;
  readonly subscriptions: readonly SubscriptionStanding[];
  readonly paidSeats: number;
  /** Set by hand or by import; wins over what billing says. */
  readonly excludedReason: ExclusionReason | null;
  /** From the contract; wins over what billing says. */
  readonly renewsOn: Day | null;
  readonly reportingCurrency: string;
  /** Units of the reporting currency for one unit of the key, as decimals. */
  readonly rates: ReadonlyMap<string, string>;
}

export type BillingFacts = Required<
  Pick<
    AccountFacts,
    'currency' | 'mrr_minor' | 'mrr_reporting_minor' | 'excluded' | 'days_to_renewal' | 'cancel_at_period_end'
  >
> &
  Pick<AccountFacts, 'past_due_days'>;

/** Paying, or about to: the contract runs. */
const LIVE: readonly SubscriptionStatus[] = ['active', 'past_due', 'trialing', 'paused'];
const ENDED: readonly SubscriptionStatus[] = ['canceled', 'unpaid'];
/** Statuses whose money counts; trials and ended ones bring none. */
const PAYING: readonly SubscriptionStatus[] = ['active', 'past_due'];

/** What the subscriptions of an account say together. One that never became active says nothing. */
export function billingFacts(input: BillingInput): BillingFacts {
  const live = input.subscriptions.filter(({ status }) => LIVE.includes(status));
  const renewsOn = input.renewsOn ?? nextRenewal(live, input.day);
  const overdue = live.flatMap(({ pastDueSince }) => (pastDueSince === null ? [] : [pastDueSince])).sort()[0];
  return {
    ...money(input),
    excluded: input.excludedReason ?? reasonOf(live, input.subscriptions),
    days_to_renewal: renewsOn === null ? null : daysBetween(input.day, renewsOn),
    cancel_at_period_end: live.some(({ cancelling }) => cancelling),
    past_due_days: overdue === undefined ? undefined : daysBetween(overdue, input.day),
  };
}

type Money = Pick<BillingFacts, 'currency' | 'mrr_minor' | 'mrr_reporting_minor'>;

// The account's own currency while there is one; several are brought into the reporting currency.
function money({ subscriptions, paidSeats, reportingCurrency, rates }: BillingInput): Money {
  const paying = subscriptions.filter(({ status }) => PAYING.includes(status));
  const sums = new Map<string, number>();
  let known = subscriptions.length > 0 || paidSeats === 0;
  for (const { mrrMinor, currency } of paying) {
    if (mrrMinor === null || (currency === null && mrrMinor !== 0)) known = false;
    else if (mrrMinor !== 0 && currency !== null) sums.set(currency, (sums.get(currency) ?? 0) + mrrMinor);
  }
  const converted = [...sums].map(([currency, minor]) => inReporting(minor, currency, reportingCurrency, rates));
  const total = converted.reduce<number>((sum, minor) => sum + (minor ?? 0), 0);
  const reporting = known && !converted.includes(null) ? total : null;
  const [only] = sums;
  if (sums.size === 1 && only) return { currency: only[0], mrr_minor: only[1], mrr_reporting_minor: reporting };
  return {
    currency: sums.size === 0 ? ownCurrency(paying, reportingCurrency) : reportingCurrency,
    mrr_minor: total,
    mrr_reporting_minor: reporting,
  };
}

function ownCurrency(paying: readonly SubscriptionStanding[], reportingCurrency: string): string {
  const named = paying.flatMap(({ currency }) => (currency === null ? [] : [currency])).sort();
  return named[0] ?? reportingCurrency;
}

function inReporting(minor: number, from: string, to: string, rates: ReadonlyMap<string, string>): number | null {
  if (from === to) return minor;
  const rate = rates.get(from);
  return rate === undefined ? null : convertMinor({ minor, from, to, rate });
}

function reasonOf(live: readonly SubscriptionStanding[], all: readonly SubscriptionStanding[]): ExclusionReason | null {
  if (live.length === 0) return all.some(({ status }) => ENDED.includes(status)) ? 'cancelled' : null;
  if (live.every(({ status }) => status === 'trialing')) return 'trial';
  if (live.every(({ status, usageBased }) => usageBased || status === 'trialing')) return 'usage_based_plan';
  return null;
}

// The next one that has not passed; a date that passed without news from billing only when there is no other.
function nextRenewal(live: readonly SubscriptionStanding[], day: Day): Day | null {
  const days = live.flatMap(({ renewsOn }) => (renewsOn === null ? [] : [renewsOn])).sort();
  return days.find((renewsOn) => renewsOn >= day) ?? days.at(-1) ?? null;
}
