import { z } from 'zod';
import { type Db, rows } from '../db.ts';

const userRow = z.strictObject({
  account_no: z.int(),
  account_id: z.string(),
  user_no: z.int(),
  external_id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  aliases: z.array(z.string()),
});
export type ErasedUser = z.infer<typeof userRow>;

/** Users that are known by one of these ids or, in any spelling, addresses; of one account, or null for all. */
export function findUsersByKeys(db: Db, keys: readonly string[], accountNo: number | null): Promise<ErasedUser[]> {
  return rows(
    db,
    userRow,
    `select u.account_id as account_no, k.external_id as account_id, u.user_no, u.external_id, u.email, u.name,
       array(select alias from user_aliases a where a.account_id = u.account_id and a.user_no = u.user_no order by alias)
         as aliases
     from account_users u join account_keys k using (account_id)
     where ($2::bigint is null or u.account_id = $2) and (u.external_id = any ($1) or lower(u.email) = any ($3)
       or exists (select from user_aliases a where a.account_id = u.account_id and a.user_no = u.user_no and a.alias = any ($1)))
     order by u.account_id, u.user_no`,
    [keys, accountNo, folded(keys)],
  );
}

const contactRow = z.strictObject({
  account_no: z.int(),
  account_id: z.string(),
  contact_id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  user_external_id: z.string().nullable(),
});
export type ErasedContact = z.infer<typeof contactRow>;

/** Contacts that have one of these ids or, in any spelling, addresses, or are the user with one of them. */
export function findContactsByKeys(
  db: Db,
  keys: readonly string[],
  accountNo: number | null,
): Promise<ErasedContact[]> {
  return rows(
    db,
    contactRow,
    `select c.account_id as account_no, k.external_id as account_id, c.contact_id, c.name, c.email, c.user_external_id
     from contacts c join account_keys k using (account_id)
     where ($2::bigint is null or c.account_id = $2)
       and (c.contact_id = any ($1) or lower(c.contact_id) = any ($3) or c.user_external_id = any ($1)
         or lower(c.email) = any ($3))
     order by c.account_id, c.contact_id`,
    [keys, accountNo, folded(keys)],
  );
}

function folded(keys: readonly string[]): string[] {
  return keys.filter((key) => key.includes('@')).map((key) => key.toLowerCase());
}
