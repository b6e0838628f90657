import type { CsvKind } from '../kind.ts';

const SCORES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

/** Answers to "how likely are you to recommend us", 0 to 10. */
export const nps = {
  kind: 'nps',
  fields: { account_id: 'text', user_id: 'text', answered_at: 'instant', score: SCORES },
  when: 'answered_at',
  identity: (row) => [row['account_id'], row['user_id'], row['answered_at']],
  required: ['account_id', 'user_id', 'answered_at', 'score'],
  toItem: (row) => ({
    signals: [
      {
        kind: 'nps',
        accountKey: row['account_id'] ?? '',
        occurredAt: new Date(row['answered_at'] ?? ''),
        userKey: row['user_id'] ?? '',
        score: Number(row['score']),
      },
    ],
  }),
} satisfies CsvKind;
