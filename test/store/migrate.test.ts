import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, migrationState } from '../../src/store/migrate.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

describe('migrate', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  it('applies each file once when twenty processes start at the same time', async () => {
    await database.pool.query('drop schema public cascade');
    await database.pool.query('create schema public');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => migrate(database.url)));
    const files = (await migrationState(database.url)).applied;
    expect(files.length).toBeGreaterThan(3);
    expect(outcomes.flat().sort()).toEqual([...files]);
  });

  it('refuses to go on when an applied file was edited', async () => {
    await database.pool.query(`update schema_migrations set sha256 = 'edited' where name = '0001_accounts'`);
    await expect(migrate(database.url)).rejects.toThrow(/0001_accounts was edited/);
    await database.pool.query(`delete from schema_migrations where sha256 = 'edited'`);
  });

  it('refuses a database that a later, incompatible version has migrated', async () => {
    await database.pool.query(`insert into schema_migrations values ('9999_later', 'x', true)`);
    await expect(migrationState(database.url)).rejects.toThrow(/newer version/);
  });

  it('undoes a file that fails, ledger row included', async () => {
    await database.pool.query(`delete from schema_migrations where name = '9999_later'`);
    await expect(migrate(database.url)).rejects.toThrow(/0001_accounts failed and was undone/);
    expect((await migrationState(database.url)).pending).toEqual(['0001_accounts']);
  });
});
