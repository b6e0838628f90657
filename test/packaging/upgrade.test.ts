import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, migrationState } from '../../src/store/migrate.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { describeSchema } from '../support/describe-schema.ts';
import { breakingParts, FILES, killInStep, stepsOf } from '../support/killed-migrations.ts';
import { productCli } from '../support/product.ts';
import { ROOT } from '../support/replay-image.ts';
import { notUnderstood } from '../support/statements.ts';

const SCHEMA = readFileSync(join(ROOT, 'sql', 'schema.sql'), 'utf8');
const FOLDER = join(ROOT, 'sql', 'migrations');
/** The statements of the version before, and the newest migration that it had. */
const BEFORE: { readonly schema: string; readonly statements: readonly string[] } = JSON.parse(
  readFileSync(join(ROOT, 'test', 'fixtures', 'upgrade', 'statements.json'), 'utf8'),
);
const LATER = FILES.filter((file) => file > `${BEFORE.schema}.sql`);
const sqlOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

describe('an upgrade', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());
  const empty = () => database.pool.query('drop schema public cascade; create schema public');

  it('that is killed in any step of a file leaves the file undone or done, and the next start finishes', async () => {
    await empty();
    const last = stepsOf(FILES[0] ?? '');
    const ledger = async () => (await database.pool.query('select 1 from schema_migrations')).rowCount ?? 0;
    for (const step of [1, 2, 3, Math.ceil(last / 2), last - 1]) {
      expect(await killInStep(database.url, step)).toBe('SIGKILL');
      expect(await ledger(), `after step ${step} of ${last}`).toBe(0);
    }
    // Its commit is sent; whether it arrives is open.
    expect(await killInStep(database.url, last)).toBe('SIGKILL');
    expect([0, 1]).toContain(await ledger());
    await migrate(database.url);
    expect((await migrationState(database.url)).pending).toEqual([]);
    expect(await describeSchema(database.pool)).toBe(SCHEMA);
  });

  it('is done by one of several processes that start together', async () => {
    await empty();
    const cli = await productCli();
    const start = () =>
      promisify(execFile)(process.execPath, [cli, 'migrate', '--json'], {
        env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url },
      });
    const outcomes = await Promise.all(Array.from({ length: 4 }, start));
    const applied = outcomes.map(({ stdout }) => JSON.parse(stdout).applied);
    expect(applied.filter((files) => files.length > 0)).toHaveLength(1);
    expect(await describeSchema(database.pool)).toBe(SCHEMA);
  });
});

describe('the version before, on this schema', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());
  const refused = LATER.some((file) => sqlOf(file).startsWith('--! breaking'));

  it.skipIf(refused)('can still say everything that it says', async () => {
    expect(BEFORE.statements.length).toBeGreaterThan(200);
    expect(await notUnderstood(database.pool, BEFORE.statements)).toEqual([]);
  });

  it('would not be understood without a table or a column that it knows', async () => {
    await database.pool.query('alter table accounts rename column external_id to other_id');
    expect((await notUnderstood(database.pool, BEFORE.statements)).length).toBeGreaterThan(10);
    await database.pool.query('alter table accounts rename column other_id to external_id; drop table touches cascade');
    expect((await notUnderstood(database.pool, BEFORE.statements)).length).toBeGreaterThan(0);
  });

  it('meets only what was added, or a first line that says that it cannot go on', () => {
    for (const file of LATER) expect({ file, parts: breakingParts(sqlOf(file)) }).toEqual({ file, parts: [] });
  });

  it.each([
    'alter table accounts drop column name',
    'alter table accounts add column tier text not null',
    'alter table accounts alter column name type varchar(10)',
    'drop table touches',
    'alter table accounts rename to customers',
    'create unique index x on accounts (name)',
    'alter table accounts add constraint c check (name <> $$$$)',
  ])('would be named as breaking: %s', (sql) => {
    expect(breakingParts(`-- Why.\n${sql};`)).toHaveLength(1);
    expect(breakingParts(`--! breaking\n${sql};`)).toEqual([]);
    expect(breakingParts(`create table accounts (name text); ${sql.replace('touches', 'x')};`).length).toBeLessThan(2);
  });

  it('is not held up by what is only added', () => {
    const added = `create table notes (id bigint primary key); create unique index n on notes (id);
      alter table accounts add column tier text; alter table accounts add column said jsonb not null default '{}';`;
    expect(breakingParts(added)).toEqual([]);
  });
});
