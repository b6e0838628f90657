import type pg from 'pg';
import { openPool } from '../../src/store/db.ts';

/**
 * A pool that waits for the database as long as a test does: a machine that is held for two seconds is not a database
 * that is away. The server still limits each statement.
 */
export function openTestPool(
  url: string,
  settings: { readonly max?: number; readonly statementTimeoutMs?: number; readonly readOnly?: boolean } = {},
): pg.Pool {
  const pool = openPool({
    url,
    name: 'test',
    max: 4,
    statementTimeoutMs: 20_000,
    onError: () => undefined,
    ...settings,
  });
  pool.options.connectionTimeoutMillis = 60_000;
  pool.options.query_timeout = 60_000;
  return pool;
}
