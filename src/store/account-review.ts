import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, oneRow } from './db.ts';
import { runQuery } from './query-file.ts';

const count = z.int();

export const usageWindowSchema = z.strictObject({ events: count, errors: count, people: count });
export type UsageWindow = z.infer<typeof usageWindowSchema>;

/** Half-open local days. */
export interface DayWindow {
  readonly from: Day;
  readonly until: Day;
}

/** Events, errors and distinct people of an account in each window, in the order given. */
export function loadUsageWindows(db: Db, accountNo: number, windows: readonly DayWindow[]): Promise<UsageWindow[]> {
  return runQuery(db, 'account-windows', usageWindowSchema, {
    account_no: accountNo,
    starts: windows.map(({ from }) => from),
    ends: windows.map(({ until }) => until),
  });
}

export const workflowCountSchema = z.strictObject({ name: z.string(), done: count, done_before: count });

/** How often named events were done since `start`, and before it since `earlier`; up to `until`. */
export function loadWorkflowCounts(
  db: Db,
  accountNo: number,
  names: readonly string[],
  { earlier, start, until }: { readonly earlier: Date; readonly start: Date; readonly until: Date },
): Promise<z.infer<typeof workflowCountSchema>[]> {
  return runQuery(db, 'workflow-counts', workflowCountSchema, {
    account_no: accountNo,
    names,
    earlier,
    start,
    day_start: until,
  });
}

export const contactActivitySchema = z.strictObject({
  contact_id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  persona: z.enum(['admin', 'key_contact', 'exec', 'procurement']),
  opted_out: z.boolean(),
  last_on: z.string().nullable(),
});

/** Contacts with the last local day before `day` on which they were active as users. */
export function loadContactActivity(
  db: Db,
  accountNo: number,
  day: Day,
): Promise<z.infer<typeof contactActivitySchema>[]> {
  return runQuery(db, 'contact-activity', contactActivitySchema, { account_no: accountNo, day });
}

export const ticketRecapSchema = z.strictObject({ opened: count, closed: count, still_open: count });
export const fixedTicketSchema = z.strictObject({ subject: z.string(), closed_at: z.date() });

interface Span {
  readonly start: Date;
  readonly until: Date;
}

/** Tickets opened and closed between two instants, and those open at the end. */
export async function loadTicketRecap(
  db: Db,
  accountNo: number,
  span: Span,
): Promise<z.infer<typeof ticketRecapSchema> | null> {
  const found = await runQuery(db, 'ticket-recap', ticketRecapSchema, { account_no: accountNo, ...span });
  return found[0] ?? null;
}

/** The newest tickets that were closed between two instants and have a subject. */
export function loadFixedTickets(
  db: Db,
  accountNo: number,
  span: Span,
  limit: number,
): Promise<z.infer<typeof fixedTicketSchema>[]> {
  return runQuery(db, 'fixed-tickets', fixedTicketSchema, { account_no: accountNo, ...span, limit });
}

const tenureSchema = z.strictObject({
  customer_since: z.string(),
  given: z.boolean(),
  first_event_on: z.string().nullable(),
});

/** Since when the account is a customer, whether somebody said so, and its first day with activity. */
export function loadTenure(db: Db, accountNo: number): Promise<z.infer<typeof tenureSchema> | null> {
  const text = `select customer_since, customer_since_given as given, first_event_on from accounts where account_id = $1`;
  return oneRow(db, tenureSchema, text, [accountNo]);
}
