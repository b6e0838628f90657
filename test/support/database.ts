import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { recordStatements, writeStatements } from './statements.ts';
import { openTestPool } from './test-pool.ts';

/** Set by `npm run upgrade:record`. */
const RECORD_INTO = process.env['RECORD_STATEMENTS'];

export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Closes the pool and drops the clone. */
  close(): Promise<void>;
}

/** A database of one's own, cloned from the migrated template in a few dozen milliseconds. */
export async function cloneDatabase(): Promise<TestDatabase> {
  if (RECORD_INTO) recordStatements();
  const template = new URL(inject('templateUrl'));
  const server = new URL(template);
  server.pathname = '/postgres';
  const name = `cs_pulse_test_${randomBytes(6).toString('hex')}`;
  const url = new URL(template);
  url.pathname = `/${name}`;
  await onServer(server.href, `create database ${name} template ${template.pathname.slice(1)} strategy file_copy`);
  const pool = openTestPool(url.href, { max: 8 });
  return {
    url: url.href,
    pool,
    close: async () => {
      if (RECORD_INTO) writeStatements(RECORD_INTO);
      await pool.end();
      await onServer(server.href, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
