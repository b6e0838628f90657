import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database that stands for one of the team's own, with a user who may only read. */
export interface TeamDatabase {
  /** As its owner. */
  readonly run: (text: string, values?: unknown[]) => Promise<pg.QueryResult>;
  /** Address of the user who reads, with its password. */
  readonly readerUrl: string;
  readonly password: string;
  readonly host: string;
  close(): Promise<void>;
}

export async function teamDatabase(): Promise<TeamDatabase> {
  const server = new URL(inject('templateUrl'));
  server.pathname = '/postgres';
  const suffix = randomBytes(6).toString('hex');
  const name = `team_${suffix}`;
  const user = `reader_${suffix}`;
  const password = `canary-${suffix}`;
  const own = new URL(server);
  own.pathname = `/${name}`;
  const reader = new URL(own);
  reader.username = user;
  reader.password = password;
  await once(server.href, `create database ${name}`);
  await once(own.href, `create role ${user} login password '${password}'`);
  await once(own.href, `alter default privileges grant select on tables to ${user}`);
  const pool = new pg.Pool({ connectionString: own.href, max: 3 });
  pool.on('error', () => undefined);
  return {
    run: (text, values) => pool.query(text, values),
    readerUrl: reader.href,
    password,
    host: own.host,
    close: async () => {
      await pool.end();
      await once(server.href, `drop database if exists ${name} with (force)`);
      await once(server.href, `drop role if exists ${user}`);
    },
  };
}

async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
