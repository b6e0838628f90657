import type { TicketSignal } from '../../domain/signal.ts';
import type { Db } from '../../store/db.ts';
import { readTickets, type TicketRow, upsertTickets } from '../../store/tickets-write.ts';
import { type Entry, entriesOf, type Mark } from './entry.ts';

/** Opens and closes tickets of locked accounts; a close that comes before its opening is kept. */
export async function recordTickets(tx: Db, source: string, entries: readonly Entry[], mark: Mark): Promise<void> {
  const tickets = entriesOf(entries, 'ticket').sort(
    (a, b) => a.signal.occurredAt.getTime() - b.signal.occurredAt.getTime(),
  );
  if (tickets.length === 0) return;
  const keys = tickets.map(({ accountId, signal }) => ({ account_id: accountId, ticket_id: signal.ticketId }));
  const known = new Map((await readTickets(tx, source, keys)).map((row) => [placeOf(row), row]));
  const changed = new Map<string, TicketRow>();
  for (const { position, accountId, signal } of tickets) {
    const place = placeOf({ account_id: accountId, ticket_id: signal.ticketId });
    const before = known.get(place);
    const after = mergeTicket(before, accountId, signal);
    const same = before !== undefined && JSON.stringify(before) === JSON.stringify(after);
    mark({ position }, same ? 'duplicate' : 'accepted');
    if (same) continue;
    known.set(place, after);
    changed.set(place, after);
  }
  await upsertTickets(tx, source, [...changed.values()]);
}

function placeOf(ticket: { readonly account_id: number; readonly ticket_id: string }): string {
  return `${ticket.account_id} ${ticket.ticket_id}`;
}

function mergeTicket(before: TicketRow | undefined, accountId: number, signal: TicketSignal): TicketRow {
  const at = signal.occurredAt;
  const opened = before !== undefined && before.opened_at <= at ? before.opened_at : at;
  return {
    account_id: accountId,
    ticket_id: signal.ticketId,
    subject: signal.subject ?? before?.subject ?? null,
    priority: signal.priority ?? before?.priority ?? null,
    opened_at: opened,
    closed_at: closedAt(before?.closed_at ?? null, signal),
  };
}

/** An opening after the close reopens; one before it does not. */
function closedAt(closed: Date | null, signal: TicketSignal): Date | null {
  const at = signal.occurredAt;
  if (signal.state === 'closed') return closed !== null && closed > at ? closed : at;
  return closed !== null && closed >= at ? closed : null;
}
