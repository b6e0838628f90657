import { type CsvKind, flagOf, nameOf } from '../kind.ts';

/** People who use the product. */
export const users = {
  kind: 'users',
  fields: {
    account_id: 'text',
    user_id: 'text',
    email: 'email',
    name: 'text',
    first_name: 'text',
    last_name: 'text',
    role: 'text',
    department: 'text',
    seat_assigned: 'flag',
    counts: 'flag',
  },
  required: ['account_id', 'user_id'],
  identity: (row) => [row['account_id'], row['user_id']],
  toItem: (row, { now }) => ({
    signals: [
      {
        kind: 'user',
        accountKey: row['account_id'] ?? '',
        occurredAt: now,
        userKey: row['user_id'] ?? '',
        email: row['email'],
        name: nameOf(row),
        role: row['role'],
        department: row['department'],
        seatAssigned: flagOf(row['seat_assigned']),
        counts: flagOf(row['counts']),
      },
    ],
  }),
} satisfies CsvKind;
