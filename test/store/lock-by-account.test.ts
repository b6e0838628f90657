import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockAccounts } from '../../src/store/accounts-write.ts';
import { partsByAccount } from '../../src/store/lock-by-account.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await database.pool.query(`insert into accounts (account_id, external_id, name, customer_since)
    select n, 'a' || n, 'a', '2026-01-01' from generate_series(1, 3) n`);
});
afterAll(() => database.close());

async function locked(): Promise<number[]> {
  const free = await database.pool.query<{ account_id: string }>(
    'select account_id from accounts for no key update skip locked',
  );
  const ids = free.rows.map(({ account_id }) => Number(account_id));
  return [1, 2, 3].filter((id) => !ids.includes(id));
}

/** On a connection of its own, which is rolled back. */
async function inSession(work: (client: pg.PoolClient, pid: number) => Promise<void>): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await work(client, rows[0]?.pid ?? 0);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

async function waits(pid: number): Promise<void> {
  const text = 'select cardinality(pg_blocking_pids($1)) > 0 as waits';
  await expect.poll(async () => (await database.pool.query(text, [pid])).rows[0]?.waits).toBe(true);
}

it('locks the accounts that are asked for until the transaction ends', async () => {
  await inSession(async (client) => {
    await lockAccounts(client, [3, 1, 3]);
    expect(await locked()).toEqual([1, 3]);
  });
  expect(await locked()).toEqual([]);
});

it('takes none before one with a lower number, in whichever order they are given', async () => {
  await inSession(async (first) => {
    await lockAccounts(first, [2]);
    await inSession(async (second, pid) => {
      const waiting = lockAccounts(second, [3, 2, 1]);
      await waits(pid);
      expect(await locked()).toEqual([1, 2]);
      await first.query('rollback');
      await waiting;
      expect(await locked()).toEqual([1, 2, 3]);
    });
  });
});

it('asks once for each part of an account', () => {
  const parts = partsByAccount([
    [7, '2026-03-01'],
    [4, '2026-03-02'],
    [7, '2026-03-02'],
    [7, '2026-03-01'],
  ]);
  expect([...parts]).toEqual([
    [7, ['{2026-03-01,2026-03-02}']],
    [4, ['{2026-03-02}']],
  ]);
});
