import { minorUnits } from '../../events/fact-events.ts';
import { type CsvKind, flagOf } from '../kind.ts';

/** What accounts took away: the whole account, or part of its monthly revenue (major units). */
export const churn = {
  kind: 'churn',
  fields: {
    account_id: 'text',
    date: 'instant',
    churned: 'flag',
    lost_mrr: 'amount',
    currency: 'text',
    reason: 'text',
  },
  required: ['account_id', 'date'],
  when: 'date',
  identity: (row) => [row['account_id'], row['date']],
  toItem: (row, context) => {
    const lost = row['lost_mrr'];
    // A row that names no money is about the account itself.
    const churned = flagOf(row['churned']) ?? lost === undefined;
    if (!churned && lost === undefined) {
      return { code: 'invalid', message: 'churned: is false and no lost_mrr says what was lost' };
    }
    const currency = (row['currency'] ?? context.currency).toUpperCase();
    if (!/^[A-Z]{3}$/.test(currency)) return { code: 'invalid', message: 'currency: is no code such as USD' };
    const minor = lost === undefined ? null : minorUnits(lost, currency);
    return {
      signals: [
        {
          kind: 'loss',
          accountKey: row['account_id'] ?? '',
          occurredAt: new Date(row['date'] ?? ''),
          churned,
          lostMrrMinor: minor,
          currency: minor === null ? null : currency,
          reason: row['reason'] ?? null,
        },
      ],
    };
  },
} satisfies CsvKind;
