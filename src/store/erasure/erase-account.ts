import { z } from 'zod';
import { type Db, execute, inTransaction, oneRow, rows } from '../db.ts';
import type { Removed } from './erase-person.ts';
import { TABLES_OF_ACCOUNTS } from './tables.ts';

/** So many rows go in one transaction, so that their locks are held for milliseconds. */
const BATCH = 2000;

const namesRow = z.strictObject({
  external_id: z.string(),
  name: z.string(),
  domain: z.string().nullable(),
  aliases: z.array(z.string()),
  stripe_customer_id: z.string().nullable(),
});
/** What an account is called. */
export type AccountNames = z.infer<typeof namesRow>;

/** Null for an account that is not there. */
export function readAccountNames(db: Db, accountNo: number): Promise<AccountNames | null> {
  const text = 'select external_id, name, domain, aliases, stripe_customer_id from accounts where account_id = $1';
  return oneRow(db, namesRow, text, [accountNo]);
}

const nameRow = z.strictObject({ name: z.string() });

/** What people of an account are called, by ids, addresses and names. */
export async function readPeopleNames(db: Db, accountNo: number): Promise<string[]> {
  const found = await rows(
    db,
    nameRow,
    `select distinct name from (
       select unnest(array[external_id, email, name]) as name from account_users where account_id = $1
       union all select alias from user_aliases where account_id = $1
       union all select unnest(array[contact_id, email, name]) from contacts where account_id = $1
     ) n where name is not null`,
    [accountNo],
  );
  return found.map((row) => row.name);
}

/** From the end of the transaction on nobody finds the account by any of its names. */
export async function hideAccount(tx: Db, accountNo: number): Promise<void> {
  await execute(tx, 'delete from account_keys where account_id = $1', [accountNo]);
  await execute(
    tx,
    `update accounts set external_id = '[erased]', name = '[erased]', domain = null, aliases = '{}', plan = null,
       industry = null, owner_email = null, stripe_customer_id = null, excluded_reason = 'internal', said_at = '{}'
     where account_id = $1`,
    [accountNo],
  );
}

const countRow = z.strictObject({ rows: z.int() });

/** Rows of an account by table. */
export async function countAccountRows(db: Db, accountNo: number): Promise<Removed> {
  const counts: Record<string, number> = { accounts: 1 };
  for (const table of [...TABLES_OF_ACCOUNTS, 'audit_log']) {
    const text = `select count(*) as rows from ${table} where account_id = $1`;
    counts[table] = (await oneRow(db, countRow, text, [accountNo]))?.rows ?? 0;
  }
  return counts;
}

/** Deletes the rows of an account that is hidden, in batches, and what is left of itself; how many, by table. */
export async function eraseAccountRows(db: Db, accountNo: number): Promise<Removed> {
  const removed: Record<string, number> = {};
  for (const table of TABLES_OF_ACCOUNTS) {
    removed[table] = 0;
    for (const part of await partsOf(db, table)) removed[table] += await deleteBatches(db, part, accountNo);
  }
  removed['accounts'] = await execute(db, 'delete from accounts where account_id = $1', [accountNo]);
  return removed;
}

/** Takes what is told of the account out of its lines in the audit; how many changed. */
export async function eraseAuditDetail(db: Db, accountNo: number): Promise<number> {
  let changed = 0;
  for (let batch = BATCH; batch === BATCH; changed += batch) {
    batch = await inTransaction(db, async (tx) => {
      await execute(tx, `select set_config('cs_pulse.forget', 'on', true)`);
      return execute(
        tx,
        `update audit_log set detail = '{"erased": true}' where audit_id in (
           select audit_id from audit_log where account_id = $1 and detail <> '{"erased": true}' limit ${BATCH}
         )`,
        [accountNo],
      );
    });
  }
  return changed;
}

/** Drops what waits for one of the names, which lead to no account any more. */
export function eraseWaitingFor(db: Db, names: readonly string[]): Promise<number> {
  return execute(db, 'delete from waiting_signals where lower(account_key) = any ($1)', [
    names.map((name) => name.toLowerCase()),
  ]);
}

async function partsOf(db: Db, table: string): Promise<string[]> {
  if (table !== 'events') return [table];
  return (await rows(db, nameRow, EVENT_PARTS)).map(({ name }) => name);
}

const EVENT_PARTS = `select c.oid::regclass::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'events'::regclass order by 1`;

async function deleteBatches(db: Db, table: string, accountNo: number): Promise<number> {
  // A correction is newer than what it corrects, so it goes first.
  const order = table === 'seat_movements' ? 'order by movement_id desc' : '';
  // The account is said twice: on Citus a place tells a row from others within one account's share only.
  const text = `delete from ${table} where account_id = $1 and ctid = any (array(
    select ctid from ${table} where account_id = $1 ${order} limit ${BATCH}))`;
  let deleted = 0;
  for (let batch = BATCH; batch === BATCH; deleted += batch) {
    batch = await inTransaction(db, async (tx) => {
      await execute(tx, `select set_config('cs_pulse.forget_account', $1, true)`, [String(accountNo)]);
      return execute(tx, text, [accountNo]);
    });
  }
  return deleted;
}
