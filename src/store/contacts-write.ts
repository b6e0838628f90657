import { z } from 'zod';
import { type Db, execute, rows } from './db.ts';

const contactRow = z.object({
  account_id: z.number(),
  contact_id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  persona: z.string(),
  user_external_id: z.string().nullable(),
  opted_out: z.boolean(),
  /** When each field was last stated, in milliseconds since 1970. */
  said_at: z.record(z.string(), z.number()),
});
export type ContactRow = z.infer<typeof contactRow>;

/** Contacts by id, of accounts that are locked. */
export async function readContacts(
  db: Db,
  contacts: readonly Pick<ContactRow, 'account_id' | 'contact_id'>[],
): Promise<ContactRow[]> {
  if (contacts.length === 0) return [];
  return rows(
    db,
    contactRow,
    `select c.account_id, c.contact_id, c.name, c.email, c.persona, c.user_external_id, c.opted_out, c.said_at
     from contacts c join unnest($1::bigint[], $2::text[]) as k (account_id, contact_id) using (account_id, contact_id)`,
    [contacts.map((contact) => contact.account_id), contacts.map((contact) => contact.contact_id)],
  );
}

/** Stores contacts as they now are. */
export async function upsertContacts(db: Db, contacts: readonly ContactRow[]): Promise<void> {
  if (contacts.length === 0) return;
  await execute(
    db,
    `insert into contacts as c
       (account_id, contact_id, name, email, persona, user_external_id, opted_out, said_at)
     select account_id, contact_id, name, email, persona, user_external_id, opted_out, said_at
     from jsonb_populate_recordset(null::contacts, $1::jsonb)
     order by account_id, contact_id
     on conflict (account_id, contact_id) do update set
       name = excluded.name, email = excluded.email, persona = excluded.persona,
       user_external_id = excluded.user_external_id, opted_out = excluded.opted_out, said_at = excluded.said_at`,
    [JSON.stringify(contacts)],
  );
}
