import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { createLogger } from '../../../src/lib/log.ts';
import { readSettings } from '../../../src/settings.ts';
import { contextOf } from '../../../src/wiring/context.ts';
import { examine } from '../../../src/wiring/doctor.ts';
import { startJobs } from '../../../src/wiring/jobs-side.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { type TeamDatabase, teamDatabase } from '../../support/team-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-scheduled-'));
const file = join(folder, 'settings.yaml');
writeFileSync(
  file,
  `sources:
  sql:
    - name: warehouse
      url_env: WAREHOUSE_URL
      schedule: 30m
      queries:
        - { kind: users, query: "select org as account_id, id as user_id, changed from app_users", watermark: changed }`,
);

let ours: TestDatabase;
let theirs: TeamDatabase;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([cloneDatabase(), teamDatabase()]);
  await theirs.run(`create table app_users (org text, id text, changed timestamptz)`);
  await theirs.run(`insert into app_users values ('acme', 'ann', now())`);
});
afterAll(async () => {
  await Promise.all([ours.close(), theirs.close()]);
  rmSync(folder, { recursive: true });
});

function parts(url: string) {
  const lines: string[] = [];
  const config = readConfig({ DATABASE_URL: ours.url, WAREHOUSE_URL: url, TEAM_TIMEZONE: 'Europe/Berlin' });
  const settings = readSettings(file);
  const log = createLogger('trace', { write: (line: string) => lines.push(line) });
  return { config, settings, lines, ctx: contextOf({ config, settings, log }, ours.pool) };
}

async function sourcesOf({ config, ctx, settings }: ReturnType<typeof parts>) {
  const { findings, jobs } = await examine(ctx, { config, settings }, []);
  const own = findings.filter(({ area, text }) => area === 'sources' && text.includes('warehouse'));
  return {
    said: own.map(({ remedy, state, text }) => [state, text, remedy]),
    job: jobs.find(({ job }) => job === 'sql'),
  };
}

describe('a database of the team in the schedule', () => {
  it('is missed by doctor while its variable is not set, or holds something else', async () => {
    const remedy = 'set WAREHOUSE_URL to an address such as postgres://user:password@host:5432/database';
    expect((await sourcesOf(parts(''))).said).toEqual([
      ['problem', 'warehouse is not read: WAREHOUSE_URL is not set', remedy],
    ]);
    const other = await sourcesOf(parts('mysql://canary@host/db'));
    expect(other.said).toEqual([
      ['problem', 'warehouse is not read: WAREHOUSE_URL holds no PostgreSQL address', remedy],
    ]);
  });

  it('is read when the jobs start, and doctor says what came and when it is next', async () => {
    const given = parts(theirs.readerUrl);
    expect((await sourcesOf(given)).said).toMatchObject([
      ['note', 'warehouse has not been read yet', expect.stringContaining('cs-pulse start')],
    ]);
    const scheduler = startJobs(given, given.ctx, null);
    await expect
      .poll(async () => (await ours.pool.query('select 1 from sql_sources where finished_at is not null')).rowCount)
      .toBe(1);
    expect(await scheduler.stop(10_000)).toBe(true);
    const { job, said } = await sourcesOf(given);
    expect(said.map(([state]) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(job).toMatchObject({ scope: 'warehouse', last: { state: 'done' } });
    const { rows } = await ours.pool.query('select started_at from sql_sources');
    expect(job?.nextAt?.getTime()).toBe(rows[0].started_at.getTime() + 1_800_000);
    expect(given.lines.some((line) => line.includes('A query of a database of the team was read'))).toBe(true);
    expect(given.lines.join('')).not.toContain(theirs.password);
  });

  it('stops nothing when it is away, and its log holds no secret', async () => {
    const url = new URL(theirs.readerUrl);
    url.port = '1';
    const given = parts(url.href);
    await ours.pool.query('update sql_sources set started_at = null');
    const scheduler = startJobs(given, given.ctx, null);
    await expect.poll(() => given.lines.some((line) => line.includes('was not read. It is tried again'))).toBe(true);
    expect(await scheduler.stop(10_000)).toBe(true);
    expect(given.lines.join('')).not.toContain(theirs.password);
    const { job, said } = await sourcesOf(given);
    expect(said[0]).toEqual([
      'problem',
      expect.stringMatching(/^warehouse: the read of .* failed: it is not reachable \(ECONNREFUSED\)$/),
      expect.stringContaining('check that it runs'),
    ]);
    expect(job?.last?.state).toBe('failed');
  });
});
