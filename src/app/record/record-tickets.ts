import type { TicketSignal } from '../../domain/signal.ts';
import type { Db } from '../../store/db.ts';
import { readTickets, type TicketRow, upsertTickets } from '../../store/tickets-write.ts';
import { type Entry, entriesOf, type Mark } from './entry.ts';
import { saysTheSame, statement } from './statement.ts';

/**
 * Opens and closes tickets of locked accounts: the first that is heard of a ticket opens it, and it is closed unless an
 * opening is later than the newest close. The order of arrival does not matter.
 */
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
    mark({ position }, before !== undefined && saysTheSame(before, after) ? 'duplicate' : 'accepted');
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
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
  const { pick, saidAt } = statement(at, before?.said_at ?? {});
  return {
    account_id: accountId,
    ticket_id: signal.ticketId,
    subject: pick('subject', signal.subject, before?.subject ?? null),
    priority: pick('priority', signal.priority, before?.priority ?? null),
    opened_at: before !== undefined && before.opened_at <= at ? before.opened_at : at,
    closed_at: signal.state === 'closed' ? later(before?.closed_at, at) : (before?.closed_at ?? null),
    last_opened_at: signal.state === 'opened' ? later(before?.last_opened_at, at) : (before?.last_opened_at ?? null),
    said_at: saidAt(),
  };
}

function later(known: Date | null | undefined, at: Date): Date {
  return known && known > at ? known : at;
}
