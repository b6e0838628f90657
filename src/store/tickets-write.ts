import { z } from 'zod';
import { type Db, rows } from './db.ts';

const ticketRow = z.object({
  account_id: z.number(),
  ticket_id: z.string(),
  subject: z.string().nullable(),
  priority: z.string().nullable(),
  opened_at: z.date(),
  /** The newest close that was heard of. */
  closed_at: z.date().nullable(),
  /** The newest opening that was heard of; the ticket is open again when it is later than the close. */
  last_opened_at: z.date().nullable(),
  /** When each field was last stated, in milliseconds since 1970. */
  said_at: z.record(z.string(), z.number()),
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
    `select t.account_id, t.ticket_id, t.subject, t.priority, t.opened_at, t.closed_at, t.last_opened_at, t.said_at
     from tickets t join unnest($2::bigint[], $3::text[]) as k (account_id, ticket_id) using (account_id, ticket_id)
     where t.source = $1`,
    [source, tickets.map((ticket) => ticket.account_id), tickets.map((ticket) => ticket.ticket_id)],
  );
}

/** Stores tickets as they now are. */
export async function upsertTickets(db: Db, source: string, tickets: readonly TicketRow[]): Promise<void> {
  if (tickets.length === 0) return;
  await db.query(
    `insert into tickets
       (account_id, source, ticket_id, subject, priority, opened_at, closed_at, last_opened_at, said_at)
     select account_id, $1, ticket_id, subject, priority, opened_at, closed_at, last_opened_at, said_at
     from jsonb_populate_recordset(null::tickets, $2::jsonb)
     order by account_id, ticket_id
     on conflict (account_id, source, ticket_id) do update set
       subject = excluded.subject, priority = excluded.priority,
       opened_at = excluded.opened_at, closed_at = excluded.closed_at, last_opened_at = excluded.last_opened_at,
       said_at = excluded.said_at`,
    [source, JSON.stringify(tickets)],
  );
}
