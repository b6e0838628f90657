import { z } from 'zod';
import { arrayLiteral } from './array-literal.ts';
import { binaryArray, textArray } from './binary-array.ts';
import { type Db, execute } from './db.ts';

/** A row of account_users. */
export const userRow = z.object({
  account_id: z.number(),
  user_no: z.number(),
  external_id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  role: z.string().nullable(),
  department: z.string().nullable(),
  seat_assigned: z.boolean().nullable(),
  /** What the sources say. */
  counts: z.boolean(),
  /** Left out by configuration. */
  excluded: z.boolean(),
  /** When each field was last stated, in milliseconds since 1970. */
  said_at: z.record(z.string(), z.number()),
});
/** A person who uses the product, within one account. */
export type UserRow = z.infer<typeof userRow>;

export interface UserKey {
  readonly accountId: number;
  readonly key: string;
}

/** Its columns, of a table called u. */
export const USER_COLUMNS =
  'u.account_id, u.user_no, u.external_id, u.email, u.name, u.role, u.department, u.seat_assigned, u.counts, u.excluded, u.said_at';

/** Users by their external ids, each within its account; unknown ones are left out. */
export async function findUsers(db: Db, keys: readonly UserKey[]): Promise<UserRow[]> {
  if (keys.length === 0) return [];
  const text = `select ${USER_COLUMNS} from unnest($1::bigint[], $2::text[]) as k (account_id, external_id)
    join account_users u using (account_id, external_id)`;
  const values = [arrayLiteral(keys.map((key) => key.accountId)), keys.map((key) => key.key)];
  const result = await db.query<UserRow>({ name: 'find-users', text, values });
  return result.rows;
}

/** A person as far as it matters for what they do. */
export type DoerRow = Pick<UserRow, 'user_no' | 'external_id' | 'email' | 'role' | 'counts'> & {
  /** Place of their key in the list, from 1. */
  readonly place: number;
};

/** The same, with no more than an event needs to know of who did it. */
export async function findDoers(db: Db, keys: readonly UserKey[]): Promise<DoerRow[]> {
  if (keys.length === 0) return [];
  const text = `select k.place::integer, u.user_no, u.external_id, u.email, u.role, u.counts
    from unnest($1::bigint[], $2::text[]) with ordinality as k (account_id, external_id, place)
    join account_users u using (account_id, external_id)`;
  const values = [binaryArray('bigint', keys, ({ accountId }) => accountId), textArray(keys.map(({ key }) => key))];
  return (await db.query<DoerRow>({ name: 'find-doers', text, values })).rows;
}

export interface NewUser extends UserRow {
  readonly first_seen_at: Date;
}

/** Adds users whose numbers were taken from their locked accounts. */
export async function insertUsers(db: Db, users: readonly NewUser[]): Promise<void> {
  if (users.length === 0) return;
  await execute(
    db,
    `insert into account_users (account_id, user_no, external_id, email, name, role, department, seat_assigned, counts,
       excluded, said_at, first_seen_at)
     select account_id, user_no, external_id, email, name, role, department, seat_assigned, counts, excluded, said_at,
       first_seen_at
     from jsonb_populate_recordset(null::account_users, $1::jsonb)`,
    [JSON.stringify(users)],
  );
}

/** Writes users of locked accounts back. */
export async function updateUsers(db: Db, users: readonly UserRow[]): Promise<void> {
  if (users.length === 0) return;
  await execute(
    db,
    `update account_users u set external_id = i.external_id, email = i.email, name = i.name, role = i.role,
       department = i.department, seat_assigned = i.seat_assigned, counts = i.counts, excluded = i.excluded,
       said_at = i.said_at
     from jsonb_populate_recordset(null::account_users, $1::jsonb) i
     where u.account_id = i.account_id and u.user_no = i.user_no`,
    [JSON.stringify(users)],
  );
}

/** Removes users of locked accounts, who turned out to be others. */
export async function removeUsers(db: Db, users: readonly Pick<UserRow, 'account_id' | 'user_no'>[]): Promise<void> {
  if (users.length === 0) return;
  await execute(
    db,
    `delete from account_users u using unnest($1::bigint[], $2::int[]) as k (account_id, user_no)
     where u.account_id = k.account_id and u.user_no = k.user_no`,
    [users.map((user) => user.account_id), users.map((user) => user.user_no)],
  );
}
