import { z } from 'zod';
import { type Db, rows } from './db.ts';

const identity = z.object({ account_id: z.number(), contact_id: z.string() });

export interface ContactRow extends z.infer<typeof identity> {
  readonly name: string;
  readonly email: string | null;
  readonly persona: string;
  readonly user_external_id: string | null;
  readonly opted_out: boolean;
}

/**
 * Stores contacts as they now are. Who has opted out stays out until somebody here changes it.
 * @returns those that were new or have changed.
 */
export async function upsertContacts(db: Db, contacts: readonly ContactRow[]): Promise<z.infer<typeof identity>[]> {
  if (contacts.length === 0) return [];
  return rows(
    db,
    identity,
    `insert into contacts as c (account_id, contact_id, name, email, persona, user_external_id, opted_out)
     select account_id, contact_id, name, email, persona, user_external_id, opted_out
     from jsonb_populate_recordset(null::contacts, $1::jsonb)
     order by account_id, contact_id
     on conflict (account_id, contact_id) do update set
       name = excluded.name, email = coalesce(excluded.email, c.email), persona = excluded.persona,
       user_external_id = coalesce(excluded.user_external_id, c.user_external_id),
       opted_out = c.opted_out or excluded.opted_out
     where (c.name, c.email, c.persona, c.user_external_id, c.opted_out) is distinct from
       (excluded.name, coalesce(excluded.email, c.email), excluded.persona,
        coalesce(excluded.user_external_id, c.user_external_id), c.opted_out or excluded.opted_out)
     returning account_id, contact_id`,
    [JSON.stringify(contacts)],
  );
}
