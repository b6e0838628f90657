import { events as eventSource } from '../../sources/events.ts';
import { type CsvKind, HISTORY_DAYS } from '../kind.ts';

/** Product events, read as the events source reads them. */
export const events = {
  kind: 'events',
  fields: {
    account_id: 'text',
    event: 'text',
    timestamp: 'instant',
    user_id: 'text',
    message_id: 'text',
    actor_type: ['human', 'service', 'api_key', 'agent'],
  },
  required: ['account_id', 'event', 'timestamp'],
  toItem: (row, { now, currency }) => {
    const { items } = eventSource.parse({
      payload: { ...row },
      headers: new Headers(),
      receivedAt: now,
      settings: { seatPrices: [], currency, maxAgeDays: HISTORY_DAYS },
    });
    return items[0] ?? { signals: [] };
  },
} satisfies CsvKind;
