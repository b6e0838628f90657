import { z } from 'zod';
import type { ErasedKey } from '../../domain/erasure/erased-key.ts';
import { type Db, execute, oneRow, rows } from '../db.ts';

const HASH = `sha256((select salt from erasure_salt) || convert_to(k.key, 'UTF8'))`;
const placeRow = z.strictObject({ place: z.int() });

/** Those of the keys that are of an account or a person who was forgotten. One index look-up each. */
export async function findErased(db: Db, keys: readonly ErasedKey[]): Promise<ReadonlySet<ErasedKey>> {
  const distinct = [...new Set(keys)];
  if (distinct.length === 0) return new Set();
  const found = await rows(
    db,
    placeRow,
    `select k.place::int from unnest($1::text[]) with ordinality as k (key, place)
     cross join lateral (select from tombstones where hash = ${HASH} offset 0) t`,
    [distinct],
  );
  return new Set(found.flatMap(({ place }) => distinct[place - 1] ?? []));
}

export interface Erased {
  readonly of: 'account' | 'person';
  readonly keys: readonly ErasedKey[];
  /** Number of the account; null for a person. */
  readonly accountNo: number | null;
  readonly at: Date;
}

/** Lets nothing in any more that has one of these keys. Keys that are remembered already stay as they are. */
export async function rememberErased(tx: Db, { accountNo, at, keys, of }: Erased): Promise<void> {
  await execute(
    tx,
    `insert into tombstones (hash, of, account_id, erased_at)
     select distinct ${HASH}, $2, $3::bigint, $4::timestamptz from unnest($1::text[]) as k (key)
     on conflict do nothing`,
    [keys, of, accountNo, at],
  );
}

const hashRow = z.strictObject({ hash: z.string(), account_no: z.int().nullable(), erased: z.boolean() });
export type KeyHash = z.infer<typeof hashRow>;

/** The hash of a key in hexadecimal, for the audit, and what is remembered under it. */
export async function hashOfKey(db: Db, key: ErasedKey): Promise<KeyHash> {
  const text = `select encode(h.hash, 'hex') as hash, t.account_id as account_no, t.hash is not null as erased
    from (select ${HASH} as hash from (select $1::text as key) k) h left join tombstones t using (hash)`;
  const row = await oneRow(db, hashRow, text, [key]);
  if (row === null) throw new Error('the salt of erasure is missing');
  return row;
}

const accountRow = z.strictObject({ account_no: z.int() });

/** Numbers of accounts that were forgotten after an instant, ascending. */
export async function erasedAccounts(db: Db, after: Date): Promise<number[]> {
  const text = `select distinct account_id as account_no from tombstones
    where account_id is not null and erased_at > $1 order by 1`;
  return (await rows(db, accountRow, text, [after])).map((row) => row.account_no);
}
