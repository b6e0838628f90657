import { z } from 'zod';
import { type Db, execute, preparedRows } from './db.ts';
import { USER_COLUMNS, type UserKey, userRow } from './users.ts';

const aliasRow = userRow.extend({ alias: z.string() });

/** Users by e-mail addresses (lower case) that are theirs and not their id, each within its account. */
export async function findUsersByAlias(db: Db, keys: readonly UserKey[]): Promise<z.infer<typeof aliasRow>[]> {
  if (keys.length === 0) return [];
  const text = `select a.alias, ${USER_COLUMNS} from unnest($1::bigint[], $2::text[]) as k (account_id, alias)
    join user_aliases a using (account_id, alias)
    join account_users u on u.account_id = a.account_id and u.user_no = a.user_no`;
  const values = [keys.map((key) => key.accountId), keys.map((key) => key.key)];
  return preparedRows(db, aliasRow, { name: 'find-users-by-alias', text, values });
}

export interface AliasRow {
  readonly account_id: number;
  readonly alias: string;
  readonly user_no: number;
  /** Under which number the address was a person of its own; null: it never was. */
  readonly merged_user_no: number | null;
}

/** Adds addresses of people; one that is somebody's already stays theirs. */
export async function insertAliases(db: Db, aliases: readonly AliasRow[]): Promise<void> {
  if (aliases.length === 0) return;
  await execute(
    db,
    `insert into user_aliases (account_id, alias, user_no, merged_user_no)
     select account_id, alias, user_no, merged_user_no from jsonb_populate_recordset(null::user_aliases, $1::jsonb)
     on conflict do nothing`,
    [JSON.stringify(aliases)],
  );
}

/** Takes addresses away from people, each within its account. */
export async function deleteAliases(db: Db, keys: readonly UserKey[]): Promise<void> {
  if (keys.length === 0) return;
  await execute(
    db,
    `delete from user_aliases a using unnest($1::bigint[], $2::text[]) as k (account_id, alias)
     where a.account_id = k.account_id and a.alias = k.alias`,
    [keys.map((key) => key.accountId), keys.map((key) => key.key)],
  );
}
