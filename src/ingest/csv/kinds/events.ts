import { canonicalJson, uuidOf } from '../../event-id.ts';
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
  when: 'timestamp',
  identity: (row) => (row['message_id'] === undefined ? null : [row['account_id'], row['message_id']]),
  toItem: (row, { now, currency, sharesId }) => {
    // Rows that share an id and differ are as many events: then the content tells them apart.
    const own = sharesId ? { message_id: uuidOf('csv', canonicalJson(row)) } : {};
    const { items } = eventSource.parse({
      payload: { ...row, ...own },
      headers: new Headers(),
      receivedAt: now,
      settings: { seatPrices: [], currency, maxAgeDays: HISTORY_DAYS },
    });
    return items[0] ?? { signals: [] };
  },
} satisfies CsvKind;
