import type pg from 'pg';
import { migrate } from '../src/store/migrate.ts';

/** A migrated, empty database on the same server for the time of `work`, so that the seeded one stays what it is. */
export async function withOwnDatabase<T>(
  { pool, url }: { readonly pool: pg.Pool; readonly url: string },
  name: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  await pool.query(`drop database if exists ${name} with (force)`);
  await pool.query(`create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  try {
    await migrate(own.href);
    return await work(own.href);
  } finally {
    await pool.query(`drop database if exists ${name} with (force)`);
  }
}
