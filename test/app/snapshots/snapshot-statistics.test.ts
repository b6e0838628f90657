import { afterAll, beforeAll, expect, it } from 'vitest';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await database.pool.query('alter table health_snapshots set (autovacuum_enabled = false)');
});
afterAll(() => database.close());

async function addAccounts(from: number, to: number): Promise<void> {
  await database.pool.query(
    `with made as (
       insert into account_keys (external_id) select 'a' || n from generate_series($1::int, $2::int) n
       returning account_id, external_id
     )
     insert into accounts (account_id, external_id, name, customer_since)
     select account_id, external_id, external_id, '2025-01-01' from made`,
    [from, to],
  );
}

/** Whether the planner knows of days in the table of snapshots. */
async function knowsDays(): Promise<boolean> {
  const text = `select from pg_stats where tablename = 'health_snapshots' and attname = 'day'`;
  return (await database.pool.query(text)).rowCount === 1;
}

it('tells the planner of a day with many accounts, and does not bother with a few', async () => {
  await addAccounts(1, 499);
  await snapshotScores({ ctx: testContext(database.pool), input: {} });
  expect(await knowsDays()).toBe(false);
  await database.pool.query('truncate health_snapshots, snapshot_runs');
  await addAccounts(500, 500);
  const { changed } = await snapshotScores({ ctx: testContext(database.pool), input: {} });
  expect([changed, await knowsDays()]).toEqual([500, true]);
});
