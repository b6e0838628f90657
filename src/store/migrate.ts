import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { AppError, messageOf } from '../lib/errors.ts';
import { splitStatements } from './split-statements.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

interface LedgerRow {
  readonly name: string;
  readonly sha256: string;
  readonly breaking: boolean;
}

export interface MigrationState {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

const FOLDER = new URL('../../sql/migrations/', import.meta.url);
/** Any constant of our own; every process that migrates takes this lock first. */
const LOCK = 4_153_871_001;
const BREAKING = '--! breaking';
const LEDGER_ROWS = 'select name, sha256, breaking from schema_migrations order by name';
const LEDGER = `create table if not exists schema_migrations (
  name text primary key,
  sha256 text not null,
  breaking boolean not null,
  applied_at timestamptz not null default now()
)`;

/**
 * Brings the database to this version's schema. Several processes may start at once: one migrates, the others wait.
 * Each file runs in a transaction whose first statement is its own ledger row.
 * @returns names of the files applied now.
 * @throws AppError `conflict` when an applied file was edited, or the database is from a later, incompatible version.
 */
export async function migrate(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(LEDGER);
    const pending = await findPending(client);
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  });
}

/** What is applied and what is not, without changing anything. */
export async function migrationState(url: string): Promise<MigrationState> {
  return withClient(url, migrationsOf);
}

function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(new URL(file, FOLDER), 'utf8');
      return { name: file.replace(/\.sql$/, ''), sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
}

/** The same on a connection that is open already. */
export async function migrationsOf(db: pg.Pool | pg.ClientBase): Promise<MigrationState> {
  const { rows } = await db.query(`select to_regclass('schema_migrations') is not null as known`);
  const files = readMigrations();
  const pending = rows[0]?.known ? notApplied(files, (await db.query<LedgerRow>(LEDGER_ROWS)).rows) : files;
  const waiting = pending.map(({ name }) => name);
  return { applied: files.map(({ name }) => name).filter((name) => !waiting.includes(name)), pending: waiting };
}

async function findPending(client: pg.Client): Promise<Migration[]> {
  return notApplied(readMigrations(), (await client.query<LedgerRow>(LEDGER_ROWS)).rows);
}

function notApplied(files: readonly Migration[], rows: readonly LedgerRow[]): Migration[] {
  for (const row of rows) {
    const file = files.find((candidate) => candidate.name === row.name);
    if (!file && row.breaking) {
      throw new AppError(
        'conflict',
        `The database has the migration ${row.name}, which this version cannot run on. Install the newer version.`,
      );
    }
    if (file && file.sha256 !== row.sha256) {
      throw new AppError(
        'conflict',
        `The migration ${row.name} was edited after it was applied. Restore the file and put the change in a new one.`,
      );
    }
  }
  const done = new Set(rows.map((row) => row.name));
  return files.filter((file) => !done.has(file.name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query('insert into schema_migrations (name, sha256, breaking) values ($1, $2, $3)', [
      migration.name,
      migration.sha256,
      migration.sql.startsWith(BREAKING),
    ]);
    // One at a time: Citus sends the text of a change to its workers, who take one statement.
    for (const statement of splitStatements(migration.sql)) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new AppError('unavailable', `Migration ${migration.name} failed and was undone: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'cs-pulse migrate',
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
