import pg from 'pg';
import type { Db } from './db.ts';

/**
 * Runs `work` in a transaction that is taken back, whatever comes of it. Its connection is closed afterwards, so that
 * nothing of what did not happen is remembered with it.
 * @throws whatever `work` throws, and a TypeError inside another transaction, which would be taken back too.
 */
export async function inRehearsal<T>(db: Db, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  if (!(db instanceof pg.Pool)) throw new TypeError('a rehearsal needs a transaction of its own');
  const client = await db.connect();
  try {
    await client.query('begin');
    return await work(client);
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release(true);
  }
}
