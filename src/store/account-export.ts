import { z } from 'zod';
import type { Db } from './db.ts';
import { queryCall } from './query-file.ts';

const text = z.string().nullable();
const instant = z.date().nullable();

export const exportEventsSchema = z.strictObject({
  day: z.string(),
  user_id: text,
  event: z.string(),
  kind: z.string(),
  events: z.int(),
});

export const exportSeatsSchema = z.strictObject({
  item: z.string(),
  effective_at: z.date(),
  change: z.int(),
  seats: z.int(),
});

export const seatEvidenceSchema = z.strictObject({
  movement_id: z.int(),
  item: z.string(),
  kind: z.string(),
  delta: z.int(),
  effective_at: z.date(),
  recorded_at: z.date(),
  source: z.string(),
  source_event_id: z.string(),
  idempotency_key: z.string(),
  corrects: text,
  billing_anchor: instant,
  billing_interval: text,
  interval_count: z.int().nullable(),
  unit_amount: text,
  currency: text,
  actor: text,
  note: text,
  period_start: instant,
  period_end: instant,
  seats_known_then: z.int(),
  seats_known_now: z.int(),
});
export type SeatEvidence = z.infer<typeof seatEvidenceSchema>;

const plainRow = z.record(z.string(), z.unknown());

/** Tables of which an export names the columns, by section; in the order of their own keys. */
const SECTIONS = {
  account: `select external_id as account_id, name, domain,
      array(select alias from unnest(aliases) alias order by alias collate "C") as aliases, plan, industry, owner_email, customer_since, renews_on,
      excluded_reason, stripe_customer_id from accounts where account_id = $1`,
  users: `select external_id as user_id, email, name, role, department, seat_assigned, counts
    from account_users where account_id = $1 order by external_id collate "C"`,
  contacts: `select contact_id, name, email, persona, user_external_id as user_id, opted_out
    from contacts where account_id = $1 order by contact_id collate "C"`,
  subscription_states: `select source, subscription_id, state_id, effective_at, precedence, status, plan, currency, seats,
      mrr_minor, mrr_unknown, usage_based, started_at, renews_at, cancel_at_period_end, billing_anchor, items
    from subscription_states where account_id = $1
    order by source collate "C", subscription_id collate "C", effective_at, precedence, state_id collate "C"`,
  states_as_received: `select recorded_at, source, subscription_id, state_id, effective_at, precedence, status, plan, currency,
      seats, mrr_minor, mrr_unknown, usage_based, started_at, renews_at, cancel_at_period_end, billing_anchor, items
    from subscription_states where account_id = $1
    order by recorded_at, source collate "C", subscription_id collate "C", effective_at, precedence, state_id collate "C"`,
  tickets: `select source, ticket_id, subject, priority, opened_at, closed_at
    from tickets where account_id = $1 order by source collate "C", ticket_id collate "C"`,
  nps: `select user_key as user_id, answered_at, score
    from nps_answers where account_id = $1 order by user_key collate "C", answered_at`,
  losses: `select lost_on, churned, lost_mrr_minor, currency, reason
    from losses where account_id = $1 order by lost_on`,
  snapshots: `select day, revision, definition_id || '@' || definition_version as definition, definition_hash, score_tenths,
      band_state as band, computed_at
    from health_snapshots where account_id = $1 order by day, revision`,
  outreach: `select created_at, created_by, sent_at, sent_by, persona, template_id, recipient, subject,
      held_by, override_reason
    from outreach where account_id = $1 order by created_at, outreach_id`,
  audit: `select at, actor, action, detail from audit_log where account_id = $1 order by at, audit_id`,
} as const;

export type ExportSection = keyof typeof SECTIONS;
export type PlainRow = z.infer<typeof plainRow>;

const FETCH = 1000;

/** Rows of one section of an account, read as they are taken. Needs a transaction. */
export function sectionRows(tx: Db, section: ExportSection, accountNo: number): AsyncGenerator<PlainRow> {
  return cursorRows(tx, plainRow, SECTIONS[section], [accountNo]);
}

/** Events of an account by day of the zone, person and name. Needs a transaction. */
export function exportEvents(tx: Db, accountNo: number, timeZone: string): AsyncGenerator<PlainRow> {
  return queryRows(tx, 'export-events', exportEventsSchema, { account_no: accountNo, time_zone: timeZone });
}

/** Seats of an account's items at each instant at which they change. Needs a transaction. */
export function exportSeats(tx: Db, accountNo: number): AsyncGenerator<PlainRow> {
  return queryRows(tx, 'export-seats', exportSeatsSchema, { account_no: accountNo });
}

/** Every movement of an account in the order of recording, with what was known when. Needs a transaction. */
export function seatEvidence(tx: Db, accountNo: number): AsyncGenerator<SeatEvidence> {
  return queryRows(tx, 'seat-evidence', seatEvidenceSchema, { account_no: accountNo });
}

/** From now on the transaction sees one state of the database, and changes nothing. */
export async function beginReading(tx: Db): Promise<void> {
  await tx.query('set transaction isolation level repeatable read, read only');
}

async function* cursorRows<T>(tx: Db, schema: z.ZodType<T>, query: string, values: unknown[]): AsyncGenerator<T> {
  await tx.query(`declare export_rows no scroll cursor for ${query}`, values);
  for (;;) {
    const { rows } = await tx.query(`fetch ${FETCH} from export_rows`);
    for (const row of rows) yield schema.parse(row);
    if (rows.length < FETCH) break;
  }
  await tx.query('close export_rows');
}

function queryRows<T>(
  tx: Db,
  name: string,
  schema: z.ZodType<T>,
  parameters: Record<string, unknown>,
): AsyncGenerator<T> {
  const { text: query, values } = queryCall(name, parameters);
  return cursorRows(tx, schema, query, values);
}
