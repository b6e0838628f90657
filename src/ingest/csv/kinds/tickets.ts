import type { Signal } from '../../../domain/signal.ts';
import type { CsvKind } from '../kind.ts';

/** Support tickets. */
export const tickets = {
  kind: 'tickets',
  fields: {
    account_id: 'text',
    ticket_id: 'text',
    opened_at: 'instant',
    closed_at: 'instant',
    priority: 'text',
    subject: 'text',
  },
  required: ['account_id', 'ticket_id', 'opened_at'],
  when: 'opened_at',
  identity: (row) => [row['account_id'], row['ticket_id']],
  toItem: (row) => {
    const ticket = {
      kind: 'ticket',
      accountKey: row['account_id'] ?? '',
      ticketId: row['ticket_id'] ?? '',
      priority: row['priority'] ?? null,
      subject: row['subject'] ?? null,
    } as const;
    const signals: Signal[] = [{ ...ticket, state: 'opened', occurredAt: new Date(row['opened_at'] ?? '') }];
    if (row['closed_at']) signals.push({ ...ticket, state: 'closed', occurredAt: new Date(row['closed_at']) });
    return { signals };
  },
} satisfies CsvKind;
