import { randomBytes } from 'node:crypto';
import { type Db, execute } from '../db.ts';
import type { ErasedContact, ErasedUser } from './find-person.ts';

/** Everything by which a person is known. */
export interface ErasedPerson {
  /** Ids and addresses. */
  readonly keys: readonly string[];
  readonly users: readonly Pick<ErasedUser, 'account_no' | 'user_no'>[];
  readonly contacts: readonly Pick<ErasedContact, 'account_no' | 'contact_id'>[];
  /** Null: wherever the keys are. */
  readonly accountNo: number | null;
}

/** Rows by table. */
export type Removed = Readonly<Record<string, number>>;

/**
 * Takes away who somebody is. What they did stays under their number in the account, which is nobody's name: past
 * counts of people must stay true. The accounts are locked by the caller.
 */
export async function erasePerson(tx: Db, person: ErasedPerson): Promise<Removed> {
  const { accountNo, keys } = person;
  const contacts = [person.contacts.map((row) => row.account_no), person.contacts.map((row) => row.contact_id)];
  const users = [person.users.map((row) => row.account_no), person.users.map((row) => row.user_no)];
  const anonymous = `erased:${randomBytes(6).toString('hex')}`;
  const scope = '($2::bigint is null or account_id = $2)';
  const drafts = `delete from kept_drafts d using unnest($1::bigint[], $2::text[]) as c (account_id, contact_id)
    where d.account_id = c.account_id and d.contact_id = c.contact_id`;
  const people = `update account_users u set external_id = $3 || '-' || u.user_no, email = null, name = null, role = null,
      department = null, said_at = '{}'
    from unnest($1::bigint[], $2::int[]) as k (account_id, user_no)
    where u.account_id = k.account_id and u.user_no = k.user_no`;
  return {
    kept_drafts: await execute(tx, drafts, contacts),
    contacts: await execute(tx, CONTACTS, contacts),
    user_aliases: await execute(tx, ALIASES, users),
    account_users: await execute(tx, people, [...users, anonymous]),
    nps_answers: await execute(tx, `update nps_answers set user_key = $3 where user_key = any ($1) and ${scope}`, [
      keys,
      accountNo,
      anonymous,
    ]),
    outreach: await execute(
      tx,
      `update outreach set recipient = null, subject = '[erased]', body = '[erased]'
       where lower(recipient) = any ($1) and ${scope}`,
      [keys.map((key) => key.toLowerCase()), accountNo],
    ),
    waiting_signals: await eraseWaiting(tx, keys, accountNo),
  };
}

const CONTACTS = `delete from contacts d using unnest($1::bigint[], $2::text[]) as c (account_id, contact_id)
  where d.account_id = c.account_id and d.contact_id = c.contact_id`;

const ALIASES = `delete from user_aliases a using unnest($1::bigint[], $2::int[]) as k (account_id, user_no)
  where a.account_id = k.account_id and a.user_no = k.user_no`;

/** Drops what waits and names the person; nobody knows yet of which account it is. */
async function eraseWaiting(tx: Db, keys: readonly string[], accountNo: number | null): Promise<number> {
  if (accountNo !== null) return 0;
  return execute(
    tx,
    `delete from waiting_signals where signal->>'userKey' = any ($1) or signal->>'contactId' = any ($1)
       or lower(trim(signal->>'userKey')) = any ($2) or lower(trim(signal->>'email')) = any ($2)`,
    [keys, keys.filter((key) => key.includes('@')).map((key) => key.toLowerCase())],
  );
}
