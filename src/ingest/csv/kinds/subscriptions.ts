import type { SubscriptionStatus } from '../../../domain/signal.ts';
import { canonicalJson, uuidOf } from '../../event-id.ts';
import { type CsvKind, flagOf } from '../kind.ts';
import { monthlyMinor } from '../monthly.ts';

const STATUSES = [
  'active',
  'past_due',
  'trialing',
  'unpaid',
  'paused',
  'incomplete',
  'canceled',
] as const satisfies SubscriptionStatus[];

/** Subscriptions as they were from a day on: seats, monthly revenue in major units, renewal. */
export const subscriptions = {
  kind: 'subscriptions',
  fields: {
    account_id: 'text',
    effective_at: 'instant',
    subscription_id: 'text',
    status: STATUSES,
    plan: 'text',
    seats: 'count',
    mrr: 'amount',
    arr: 'amount',
    amount: 'amount',
    term_months: 'count',
    currency: 'text',
    started_at: 'instant',
    renews_at: 'instant',
    cancel_at_period_end: 'flag',
  },
  required: ['account_id', 'effective_at'],
  when: 'effective_at',
  ahead: ['started_at', 'renews_at'],
  identity: (row) => [row['account_id'], row['subscription_id'], row['effective_at']],
  toItem: (row, context) => {
    const currency = (row['currency'] ?? context.currency).toUpperCase();
    if (!/^[A-Z]{3}$/.test(currency)) {
      return { code: 'invalid', message: 'currency: is no code such as USD' };
    }
    const seats = row['seats'] === undefined ? null : Number(row['seats']);
    const mrr = monthlyMinor(row, currency);
    if (mrr === 'no_term') {
      return {
        code: 'invalid',
        message: 'amount: is of how many months? Fill term_months, or map the column to mrr or arr',
      };
    }
    const item = { unitAmountDecimal: null, interval: null, intervalCount: null };
    return {
      signals: [
        {
          kind: 'subscription',
          accountKey: row['account_id'] ?? '',
          occurredAt: new Date(row['effective_at'] ?? ''),
          subscriptionId: row['subscription_id'] ?? 'default',
          stateId: uuidOf('csv', canonicalJson(row)),
          precedence: row['status'] === 'canceled' ? 2 : 1,
          status: STATUSES.find((status) => status === row['status']) ?? 'active',
          plan: row['plan'] ?? null,
          currency: mrr === null ? null : currency,
          seats,
          mrrMinor: mrr,
          mrrUnknown: false,
          usageBased: false,
          startedAt: instant(row['started_at']),
          renewsAt: instant(row['renews_at']),
          cancelAtPeriodEnd: flagOf(row['cancel_at_period_end']) ?? false,
          items: seats === null ? [] : [{ ...item, item: row['subscription_id'] ?? 'seats', seats }],
        },
      ],
    };
  },
} satisfies CsvKind;

function instant(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
