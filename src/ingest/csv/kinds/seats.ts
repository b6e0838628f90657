import type { CsvKind } from '../kind.ts';
import { subscriptions } from './subscriptions.ts';

/** Paid seats from a day on, and nothing else. */
export const seats = {
  kind: 'seats',
  fields: { account_id: 'text', effective_at: 'instant', seats: 'count', subscription_id: 'text' },
  required: ['account_id', 'effective_at', 'seats'],
  when: 'effective_at',
  identity: (row) => [row['account_id'], row['subscription_id'], row['effective_at']],
  toItem: subscriptions.toItem,
} satisfies CsvKind;
