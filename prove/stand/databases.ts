import type pg from 'pg';
import { openPool } from '../../src/store/db.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import type { Stand } from './stand.ts';

/** Nothing is written durably: for trials in which no server crashes. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
const POOL = { name: 'prove', statementTimeoutMs: 60_000, onError: () => undefined };

/** Connections of the trial itself to a database; closed with the stand. */
export function poolOf(
  stand: Stand,
  url: string,
  { max = 2, statementTimeoutMs = 20_000 }: { readonly max?: number; readonly statementTimeoutMs?: number } = {},
): pg.Pool {
  const pool = openPool({ ...POOL, url, max, statementTimeoutMs });
  stand.atEnd(() => pool.end());
  return pool;
}

/** A migrated database of its own with a pool; closed with the stand. */
export type OpenDatabase = () => Promise<TestDatabase>;

/** A server in this process' reach: for trials of the product's functions, without a process of the product. */
export async function openDatabases(stand: Stand): Promise<OpenDatabase> {
  const postgres = await stand.postgres(FAST);
  await migrate(postgres.url);
  let count = 0;
  return async () => {
    count += 1;
    const url = new URL(postgres.url);
    const template = url.pathname.slice(1);
    url.pathname = `/trial_${count}`;
    const maintenance = new URL(postgres.url);
    maintenance.pathname = '/postgres';
    const server = openPool({ ...POOL, url: maintenance.href, max: 1 });
    await server.query(`create database trial_${count} template ${template} strategy file_copy`);
    await server.end();
    const pool = openPool({ ...POOL, url: url.href, max: 8 });
    let isOpen = true;
    const close = async (): Promise<void> => {
      // A stand that is taken down before its bar ends is taken down twice.
      const wasOpen = isOpen;
      isOpen = false;
      if (wasOpen) await pool.end();
    };
    stand.atEnd(close);
    return { url: url.href, pool, close };
  };
}
