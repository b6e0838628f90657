import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/store/db.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

describe('a connection that is lost', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  it('between two statements of a transaction fails that transaction and nothing else', async () => {
    const errors: unknown[] = [];
    const note = (error: unknown): unknown => errors.push(error);
    process.on('uncaughtException', note);
    const lost = inTransaction(database.pool, async (tx) => {
      const { rows } = await tx.query('select pg_backend_pid() as pid');
      await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
      await sleep(100);
      await tx.query('select 1');
    });
    await expect(lost).rejects.toThrow();
    process.off('uncaughtException', note);
    expect(errors).toEqual([]);
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});
