import type { CsvKind } from '../kind.ts';
import { accounts } from './accounts.ts';
import { churn } from './churn.ts';
import { contacts } from './contacts.ts';
import { events } from './events.ts';
import { nps } from './nps.ts';
import { seats } from './seats.ts';
import { subscriptions } from './subscriptions.ts';
import { tickets } from './tickets.ts';
import { users } from './users.ts';

/** Every kind of file that can be imported. */
export const csvKinds = {
  accounts,
  subscriptions,
  seats,
  users,
  contacts,
  events,
  tickets,
  nps,
  churn,
} satisfies Record<string, CsvKind>;
