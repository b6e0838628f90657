import type { DemoAccount, DemoBillingState } from './demo-account.ts';
import { type DemoClock, demoClock } from './demo-clock.ts';
import type { DemoPortfolio } from './portfolio.ts';

/** A webhook body, in the shape in which Stripe delivers subscriptions with the period on the item. */
export interface StripeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly type: string;
  readonly created: number;
  readonly livemode: false;
  readonly data: { readonly object: Readonly<Record<string, unknown>> };
}

const API_VERSION = '2025-08-27.basil';
const DAYS_PER_MONTH = 30;

/** One webhook per state of every subscription that is billed through Stripe, oldest first per account. */
export function stripeEvents(portfolio: DemoPortfolio): StripeEvent[] {
  const clock = demoClock(portfolio.today, portfolio.timeZone);
  return portfolio.accounts
    .filter(({ billing }) => billing.via === 'stripe')
    .flatMap((account) => account.billing.states.map((state, index) => stripeEvent({ account, state, index, clock })));
}

interface StateOf {
  readonly account: DemoAccount;
  readonly state: DemoBillingState;
  readonly index: number;
  readonly clock: DemoClock;
}

function stripeEvent({ account, state, index, clock }: StateOf): StripeEvent {
  const created = seconds(clock(state.daysAgo, 0));
  const change = state.status === 'canceled' ? 'deleted' : index === 0 ? 'created' : 'updated';
  const event = {
    id: `evt_demo_${account.accountId}_${index}`,
    object: 'event',
    api_version: API_VERSION,
    type: `customer.subscription.${change}`,
    created,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object: subscription({ account, state, index, clock }, created) },
  } as const;
  return event;
}

function subscription({ account, state, index, clock }: StateOf, at: number): Record<string, unknown> {
  const { accountId, billing } = account;
  const started = seconds(clock(billing.states[0]?.daysAgo ?? state.daysAgo, 0));
  const canceled = state.status === 'canceled';
  const seats = state.seats || billing.states[index - 1]?.seats || 1;
  const period = {
    current_period_start: at,
    current_period_end: seconds(clock(periodEndDaysAgo(account, state), 0)),
  };
  return {
    id: `sub_demo_${accountId}`,
    object: 'subscription',
    customer: `cus_demo_${accountId}`,
    status: state.status,
    currency: billing.currency.toLowerCase(),
    created: started,
    start_date: started,
    billing_cycle_anchor: started,
    cancel_at_period_end: state.cancelAtPeriodEnd,
    cancel_at: state.cancelAtPeriodEnd ? period.current_period_end : null,
    canceled_at: canceled || state.cancelAtPeriodEnd ? at : null,
    ended_at: canceled ? at : null,
    trial_end: state.status === 'trialing' ? period.current_period_end : null,
    discounts: [],
    metadata: { account_id: accountId },
    items: {
      object: 'list',
      has_more: false,
      data: [
        {
          id: `si_demo_${accountId}`,
          object: 'subscription_item',
          ...period,
          discounts: [],
          metadata: {},
          price: price(account, state),
          ...(state.usageBased ? {} : { quantity: seats }),
        },
      ],
    },
  };
}

function price({ plan, billing }: DemoAccount, { usageBased }: DemoBillingState): Record<string, unknown> {
  const { currency, interval, unitAmountMinor } = billing;
  return {
    id: `price_demo_${plan}_${currency}_${interval}`.toLowerCase(),
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    currency: currency.toLowerCase(),
    nickname: plan,
    product: `prod_demo_${plan}`.toLowerCase(),
    recurring: { interval, interval_count: 1, usage_type: usageBased ? 'metered' : 'licensed' },
    tiers_mode: null,
    transform_quantity: null,
    type: 'recurring',
    unit_amount: unitAmountMinor,
    unit_amount_decimal: String(unitAmountMinor),
  };
}

/** The contract's end where the period is the contract, otherwise a month from the state. */
function periodEndDaysAgo({ renewsInDays, billing }: DemoAccount, state: DemoBillingState): number {
  const isContract = billing.interval === 'year' || state.cancelAtPeriodEnd;
  return isContract && renewsInDays !== null ? -renewsInDays : state.daysAgo - DAYS_PER_MONTH;
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
