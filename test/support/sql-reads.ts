import type { Context } from '../../src/app/context.ts';
import { type ReadSqlSource, readSqlSource } from '../../src/app/sql/read-source.ts';
import type { SqlQuery, SqlQueryReport, SqlReport, SqlSource } from '../../src/app/sql/sql-source.ts';
import { sqlIntake } from '../../src/ingest/sql/store-rows.ts';
import type { TeamDatabase } from './team-database.ts';

export const EVENTS: SqlQuery = {
  kind: 'events',
  query:
    'select org as account_id, name as event, happened as timestamp, person as user_id, id as message_id, loaded from product_events',
  watermark: 'loaded',
  overlap: { seconds: 600 },
};
export const USERS: SqlQuery = {
  kind: 'users',
  query: 'select org as account_id, id as user_id, email, changed from app_users',
  watermark: 'changed',
  overlap: { steps: 2 },
};

/** A source named `warehouse` with these queries. */
export function warehouse(...queries: readonly SqlQuery[]): SqlSource {
  return {
    name: 'warehouse',
    urlEnv: 'WAREHOUSE_URL',
    everyMinutes: 15,
    statementTimeoutMs: 10_000,
    timeZone: null,
    queries,
  };
}

/** Reads a source now. */
export function read(
  ctx: Context,
  source: SqlSource,
  url: string,
  more: Partial<ReadSqlSource> = {},
): Promise<SqlReport | null> {
  return readSqlSource({ ctx, input: { source, url, intake: sqlIntake, runner: 'test', scheduled: false, ...more } });
}

/** The report of the only query of a read. */
export async function readOne(...call: Parameters<typeof read>): Promise<SqlQueryReport> {
  const report = await read(...call);
  const [first, ...others] = report?.queries ?? [];
  if (!first || others.length > 0) throw new Error(`one query was expected: ${JSON.stringify(report)}`);
  return first;
}

/** Empties a team's database and gives it the tables that `EVENTS` and `USERS` read. */
export async function createTeamTables(theirs: TeamDatabase): Promise<void> {
  await theirs.run(`drop schema public cascade; create schema public; grant usage on schema public to public;
    create table product_events (id text, org text, name text, happened timestamptz, person text, loaded timestamptz);
    create table app_users (org text, id text, email text, changed bigint)`);
}

/** The same with three users, of whom two cannot be taken. */
export async function createTeamUsers(theirs: TeamDatabase): Promise<void> {
  await createTeamTables(theirs);
  await theirs.run(
    `insert into app_users values ('acme', 'ann', 'ann@acme.example', 1), ('acme', 'bob', 'bob at acme', 2), (null, 'cy', null, 3)`,
  );
}
