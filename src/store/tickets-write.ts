import { z } from 'zod';
import { type Db, rows } from './db.ts';

const ticketRow = z.object({
  account_id: z.number(),
  ticket_id: z.string(),
  subject: z.string().nullable(),
  priority: z.string().nullable(),
  opened_at: z.date(),
  closed_at: z.date().nullable(),
});
/** A support ticket of one source. */
export type TicketRow = z.infer<typeof ticketRow>;

/** Tickets by id, of accounts that are locked. */
export async function readTickets(
  db: Db,
  source: string,
  tickets: readonly { readonly account_id: number; readonly ticket_id: string }[],
): Promise<TicketRow[]> {
  if (tickets.length === 0) return [];
  return rows(
    db,
    ticketRow,
    `select t.account_id, t.ticket_id, t.subject, t.priority, t.opened_at, t.closed_at
     from tickets t join unnest($2::bigint[], $3::text[]) as k (account_id, ticket_id) using (account_id, ticket_id)
     where t.source = $1`,
    [source, tickets.map((ticket) => ticket.account_id), tickets.map((ticket) => ticket.ticket_id)],
  );
}

/** Stores tickets as they now are. */
export async function upsertTickets(db: Db, source: string, tickets: readonly TicketRow[]): Promise<void> {
  if (tickets.length === 0) return;
  await db.query(
    `insert into tickets (account_id, source, ticket_id, subject, priority, opened_at, closed_at)
     select account_id, $1, ticket_id, subject, priority, opened_at, closed_at
     from jsonb_populate_recordset(null::tickets, $2::jsonb)
     order by account_id, ticket_id
     on conflict (account_id, source, ticket_id) do update set
       subject = excluded.subject, priority = excluded.priority,
       opened_at = excluded.opened_at, closed_at = excluded.closed_at`,
    [source, JSON.stringify(tickets)],
  );
}
