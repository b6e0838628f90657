import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/lib/log.ts';
import { readSettings } from '../../src/settings.ts';
import { contextOf } from '../../src/wiring/context.ts';
import { startJobs } from '../../src/wiring/jobs-side.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { type TeamDatabase, teamDatabase } from '../support/team-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-reads-'));
const file = join(folder, 'settings.yaml');
const QUERY = 'select org as account_id, id as user_id, changed from app_users';
writeFileSync(
  file,
  `sources: { sql: [{ name: warehouse, url_env: WAREHOUSE_URL, queries: [{ kind: users, query: "${QUERY}", watermark: changed }] }] }`,
);

let ours: TestDatabase;
let theirs: TeamDatabase;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([cloneDatabase(), teamDatabase()]);
  await theirs.run('create table app_users (org text, id text, changed timestamptz)');
});
afterAll(async () => {
  await Promise.all([ours.close(), theirs.close()]);
  rmSync(folder, { recursive: true });
});

it('reads of a database have connections of their own, so that no digest waits for one', async () => {
  const config = readConfig({ DATABASE_URL: ours.url, WAREHOUSE_URL: theirs.readerUrl });
  const settings = readSettings(file);
  const said: Record<'jobs' | 'reads', string[]> = { jobs: [], reads: [] };
  const context = (of: keyof typeof said) =>
    contextOf({ config, settings, log: createLogger('trace', { write: (line) => said[of].push(line) }) }, ours.pool);
  const isRead = (line: string) => line.includes('A query of a database of the team was read');
  const scheduler = startJobs({ config, settings }, context('jobs'), null, context('reads'));
  await expect.poll(() => said.reads.some(isRead)).toBe(true);
  expect(await scheduler.stop(10_000)).toBe(true);
  expect(said.jobs.some(isRead)).toBe(false);
});
