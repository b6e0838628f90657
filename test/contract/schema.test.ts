import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { describeSchema } from '../support/describe-schema.ts';

const FILE = new URL('../../sql/schema.sql', import.meta.url);

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

it('matches the committed schema (rewrite it with "npm run db:dump")', async () => {
  const schema = await describeSchema(database.pool);
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(FILE, schema);
  expect(schema).toBe(readFileSync(FILE, 'utf8'));
});

it('notices a column that no migration made', async () => {
  await database.pool.query('alter table accounts add column planted text');
  expect(await describeSchema(database.pool)).not.toBe(readFileSync(FILE, 'utf8'));
});
