import { randomBytes } from 'node:crypto';
import { type Db, execute } from '../db.ts';
import type { ErasedContact, ErasedUser } from './find-person.ts';

/** An id or address, and where it is the person's. */
export interface OwnedKey {
  readonly key: string;
  /** Null: wherever it is found. */
  readonly accountNo: number | null;
}

/** Everything by which a person is known. */
export interface ErasedPerson {
  readonly owned: readonly OwnedKey[];
  /** Ids and addresses. */
  readonly keys: readonly string[];
  readonly users: readonly Pick<ErasedUser, 'account_no' | 'user_no'>[];
  readonly contacts: readonly Pick<ErasedContact, 'account_no' | 'contact_id'>[];
  /** Null: wherever the keys are. */
  readonly accountNo: number | null;
}

/** Rows by table. */
export type Removed = Readonly<Record<string, number>>;

/** Whether an answer is of a person, by the parameters 1 to 3 that `ownedColumns` gives. */
export function isOwnAnswer(table: string): string {
  return `exists (
    select from unnest($1::text[], $2::bigint[]) as k (key, account_id)
    where k.key = ${table}.user_key and (k.account_id is null or k.account_id = ${table}.account_id)
  ) and ($3::bigint is null or ${table}.account_id = $3)`;
}

/** Keys, the accounts in which they are meant, and the only account. */
export function ownedColumns({ accountNo, owned }: Pick<ErasedPerson, 'accountNo' | 'owned'>): unknown[] {
  return [owned.map(({ key }) => key), owned.map((one) => one.accountNo), accountNo];
}

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
  const people = `update account_users u set external_id = $3::text || '-' || u.user_no::text, email = null, name = null,
      role = null, department = null, said_at = '{}'
    from unnest($1::bigint[], $2::int[]) as k (account_id, user_no)
    where u.account_id = k.account_id and u.user_no = k.user_no`;
  return {
    kept_drafts: await execute(tx, drafts, contacts),
    contacts: await execute(tx, CONTACTS, contacts),
    user_aliases: await execute(tx, ALIASES, users),
    account_users: await execute(tx, people, [...users, anonymous]),
    nps_answers: await eraseAnswers(tx, person, anonymous),
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

const SAME_ANSWERS = `delete from nps_answers t where ${isOwnAnswer('t')} and exists (
    select from nps_answers o where o.account_id = t.account_id and o.answered_at = t.answered_at
      and o.user_key < t.user_key and ${isOwnAnswer('o')})`;

const ANSWERS = `update nps_answers t set user_key = $4 where ${isOwnAnswer('t')}`;

const ALIASES = `delete from user_aliases a using unnest($1::bigint[], $2::int[]) as k (account_id, user_no)
  where a.account_id = k.account_id and a.user_no = k.user_no`;

/** Who answered by id and by address at the same moment is one person now: the answer that counted stays. */
async function eraseAnswers(tx: Db, person: ErasedPerson, anonymous: string): Promise<number> {
  const owned = ownedColumns(person);
  const same = await execute(tx, SAME_ANSWERS, owned);
  return same + (await execute(tx, ANSWERS, [...owned, anonymous]));
}

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
