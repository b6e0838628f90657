import { afterAll, beforeAll, expect, it } from 'vitest';
import { BEGIN_LOOK_UPS, inTransaction } from '../../src/store/db.ts';
import { findDoers } from '../../src/store/users.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { openTestPool } from '../support/test-pool.ts';

const ROUNDS = 12;
const KEYS = Array.from({ length: 500 }, (_, place) => ({ accountId: 1 + (place % 100), key: `u${place % 50}` }));

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

/** Rows of account_users that were read from end to end once the table is full, by a plan from when it was empty. */
async function readAtOnce(begin?: typeof BEGIN_LOOK_UPS): Promise<number> {
  await database.pool.query('truncate account_users, accounts cascade');
  const pool = openTestPool(database.url, { max: 1 });
  try {
    await pool.query('alter table account_users set (autovacuum_enabled = false)');
    const look = () => inTransaction(pool, (tx) => findDoers(tx, KEYS), begin);
    for (let round = 0; round < ROUNDS; round += 1) await look();
    await pool.query(`insert into accounts (account_id, external_id, name, customer_since)
      select n, 'a' || n, 'a', '2026-01-01' from generate_series(1, 100) n`);
    await pool.query(`insert into account_users (account_id, user_no, external_id, first_seen_at)
      select a, u, 'u' || u, now() from generate_series(1, 100) a, generate_series(0, 99) u`);
    const read = async () => {
      await pool.query('select pg_stat_force_next_flush()');
      const text = `select seq_tup_read::int as read from pg_stat_user_tables where relname = 'account_users'`;
      return (await pool.query<{ read: number }>(text)).rows[0]?.read ?? Number.NaN;
    };
    const before = await read();
    expect(await look()).toHaveLength(KEYS.length);
    return (await read()) - before;
  } finally {
    await pool.end();
  }
}

it('looks people up by their keys when what was planned was an empty table', async () => {
  expect(await readAtOnce(BEGIN_LOOK_UPS)).toBe(0);
});

it('would read all of them otherwise', async () => {
  expect(await readAtOnce()).toBeGreaterThan(0);
});
