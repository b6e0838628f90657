import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, preparedRows, rows } from './db.ts';

export const accountRowSchema = z.strictObject({
  account_no: z.int(),
  account_id: z.string(),
  name: z.string(),
  domain: z.string().nullable(),
  plan: z.string().nullable(),
  renews_on: z.string().nullable(),
  owner_email: z.string().nullable(),
  owner_name: z.string().nullable(),
  owner_slack_user_id: z.string().nullable(),
});

export type AccountRow = z.infer<typeof accountRowSchema>;

/** An account with the person of ours who looks after it. */
export interface AccountEntry {
  readonly accountNo: number;
  /** The vendor's own id. */
  readonly accountId: string;
  readonly name: string;
  readonly domain: string | null;
  readonly plan: string | null;
  readonly owner: { readonly email: string; readonly name: string; readonly slackUserId: string | null } | null;
  /** From the contract, local day. */
  readonly renewsOn: Day | null;
}

export function toAccountEntry(row: AccountRow): AccountEntry {
  return {
    accountNo: row.account_no,
    accountId: row.account_id,
    name: row.name,
    domain: row.domain,
    plan: row.plan,
    owner:
      row.owner_email === null
        ? null
        : { email: row.owner_email, name: row.owner_name ?? row.owner_email, slackUserId: row.owner_slack_user_id },
    renewsOn: row.renews_on,
  };
}

const ENTRY = `select a.account_id as account_no, a.external_id as account_id, a.name, a.domain, a.plan, a.renews_on,
    a.owner_email, o.name as owner_name, o.slack_user_id as owner_slack_user_id
  from accounts a left join owners o on o.email = a.owner_email`;

/** The account with the vendor's own id, or null. */
export async function findAccountById(db: Db, accountId: string): Promise<AccountEntry | null> {
  const text = `${ENTRY} where a.account_id = (select account_id from account_keys where external_id = $1)`;
  const found = await preparedRows(db, accountRowSchema, { name: 'account-by-id', text, values: [accountId] });
  return found[0] === undefined ? null : toAccountEntry(found[0]);
}

/** Accounts by number; an unknown number has no entry. */
export async function loadAccounts(db: Db, accountNos: readonly number[]): Promise<ReadonlyMap<number, AccountEntry>> {
  const found = await rows(db, accountRowSchema, `${ENTRY} where a.account_id = any ($1)`, [accountNos]);
  return new Map(found.map((row) => [row.account_no, toAccountEntry(row)]));
}

const contactSchema = z.strictObject({
  contact_id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  persona: z.enum(['admin', 'key_contact', 'exec', 'procurement']),
  opted_out: z.boolean(),
});

/** People we may write to, by persona and name. */
export async function loadContacts(db: Db, accountNo: number) {
  const text = `select contact_id, name, email, persona, opted_out from contacts
    where account_id = $1 order by persona, name, contact_id`;
  const found = await preparedRows(db, contactSchema, { name: 'contacts-of-account', text, values: [accountNo] });
  return found.map(({ contact_id, opted_out, ...rest }) => ({ contactId: contact_id, optedOut: opted_out, ...rest }));
}

const ticketSchema = z.strictObject({
  ticket_id: z.string(),
  subject: z.string().nullable(),
  priority: z.string().nullable(),
  opened_at: z.date(),
  closed_at: z.date().nullable(),
});

/** The newest tickets opened before an instant. */
export async function loadTickets(db: Db, accountNo: number, before: Date, limit: number) {
  const text = `select ticket_id, subject, priority, opened_at,
      case when last_opened_at > closed_at then null else closed_at end as closed_at
    from tickets
    where account_id = $1 and opened_at < $2 order by opened_at desc, source, ticket_id limit $3`;
  const values = [accountNo, before, limit];
  const found = await preparedRows(db, ticketSchema, { name: 'tickets-of-account', text, values });
  return found.map((row) => ({
    ticketId: row.ticket_id,
    subject: row.subject,
    priority: row.priority,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
  }));
}

const keySchema = z.strictObject({ account_no: z.int(), account_id: z.string() });

/** Account numbers by the vendor's own ids; an unknown id has no entry. */
export async function accountNosByIds(db: Db, accountIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const text = `select account_id as account_no, external_id as account_id from account_keys where external_id = any ($1)`;
  const found = await rows(db, keySchema, text, [accountIds]);
  return new Map(found.map((row) => [row.account_id, row.account_no]));
}

/** The first accounts by name. */
export async function listAccounts(db: Db, limit: number): Promise<AccountEntry[]> {
  const text = `${ENTRY} order by lower(a.name), a.external_id limit $1`;
  return (await rows(db, accountRowSchema, text, [limit])).map(toAccountEntry);
}
