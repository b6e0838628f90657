import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { doctorCommand } from '../../src/cli/doctor.ts';
import { sources } from '../../src/ingest/sources/index.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';
import { feedHours } from '../support/volume.ts';

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await cloneDatabase();
  folder = mkdtempSync(join(tmpdir(), 'cs-pulse-doctor-'));
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const HOUR = 3_600_000;
const hoursAgo = (hours: number): Date => new Date(Math.floor((Date.now() - hours * HOUR) / HOUR) * HOUR);
const live = () => testContext(database.pool, { now: () => new Date() });

async function run(env: Record<string, string> = {}, argv: string[] = []) {
  const { io, said } = recordingIo();
  const code = await doctorCommand(argv, io, { DATABASE_URL: database.url, CS_PULSE_DATA_DIR: folder, ...env });
  return { code, ...said() };
}

const findingSchema = z.object({
  area: z.string(),
  state: z.string(),
  text: z.string(),
  remedy: z.string().nullable(),
});
const reportSchema = z.looseObject({
  ok: z.boolean(),
  findings: z.array(findingSchema),
  sources: z.array(z.looseObject({ source: z.string(), stale: z.boolean(), age_minutes: z.int(), usual: z.int() })),
  unattributed: z.array(z.looseObject({ last_sample: z.string().nullable() })),
  jobs: z.array(z.looseObject({ job: z.string(), next_at: z.string().nullable() })),
});

async function json(env: Record<string, string> = {}) {
  const { code, out } = await run(env, ['--json']);
  const report = reportSchema.parse(JSON.parse(out));
  return { code, ...report, problems: report.findings.filter(({ state }) => state === 'problem') };
}

/** A source that has sent every hour for weeks until so many hours ago. */
const feed = (lastHoursAgo: number) =>
  feedHours(database.pool, { from: hoursAgo(36 * 24), to: hoursAgo(lastHoursAgo) });

describe('doctor', () => {
  it('looks at the replica that reports are read from', async () => {
    const of = async (env: Record<string, string>) =>
      (await json(env)).findings.filter(({ text }) => text.includes('replica'));
    expect(await of({})).toEqual([]);
    // The database itself has all that it has.
    expect(await of({ DATABASE_READ_URL: database.url })).toMatchObject([{ state: 'ok', area: 'database' }]);
    const away = 'postgres://nobody:a-secret@127.0.0.1:1/none';
    const found = await of({ DATABASE_READ_URL: away });
    expect(found).toMatchObject([{ state: 'problem', remedy: expect.stringContaining('DATABASE_READ_URL') }]);
    expect(JSON.stringify(found)).not.toContain('a-secret');
  });

  it('finds nothing wrong with a fed installation, and says what it looked at', async () => {
    await feed(1);
    await snapshotScores({ ctx: live(), input: {} });
    const { code, out } = await run({ TEAM_TIMEZONE: 'UTC', STRIPE_WEBHOOK_SECRET: 'whsec_hidden' });
    expect(out).toContain('All is well.');
    expect(code).toBe(0);
    for (const text of [
      'PostgreSQL',
      'none pending',
      'activity from events',
      'next runs (UTC): reconcile',
      'no Slack',
    ]) {
      expect(out).toContain(text);
    }
    expect(out).toContain('STRIPE_WEBHOOK_SECRET (secret)');
    expect(out).not.toMatch(/whsec_hidden|postgres:\/\//);
  });

  it('names a feed that stopped and gives it a remedy', async () => {
    await feed(30);
    await snapshotScores({ ctx: live(), input: {} });
    const { code, problems, sources } = await json();
    expect(code).toBe(1);
    expect(problems).toEqual([
      {
        area: 'sources',
        state: 'problem',
        text: expect.stringMatching(/^activity from events: last 3[01] h ago, .* looks broken/),
        remedy: expect.stringContaining('check the sender'),
      },
    ]);
    expect(sources).toMatchObject([{ source: 'events', stale: true, usual: 240 }]);
  });

  it('says of an empty installation what comes first, each problem with its remedy', async () => {
    const { code, problems } = await json();
    expect(code).toBe(1);
    expect(problems.map(({ text }) => text)).toEqual([
      'no source has sent anything yet',
      'the newest snapshot is of no day of the last week',
    ]);
    expect(problems.every(({ remedy }) => remedy !== null && remedy.length > 10)).toBe(true);
  });

  it('names the address that HubSpot signs, when it is not known', async () => {
    const withSecret = { HUBSPOT_CLIENT_SECRET: 'secret' };
    const about = ({ remedy }: { remedy: string | null }) => remedy?.includes('PUBLIC_URL') === true;
    expect((await json(withSecret)).problems.filter(about)).toMatchObject([{ area: 'configuration' }]);
    const { problems } = await json({ ...withSecret, PUBLIC_URL: 'https://pulse.example.com' });
    expect(problems.filter(about)).toEqual([]);
  });

  it('shows what names no account, without the control characters of the sender', async () => {
    await feed(1);
    await snapshotScores({ ctx: live(), input: {} });
    await database.pool.query(
      `insert into unattributed_signals values ('events', 'no_account', 7, now(), E'\\x1b[31mred')`,
    );
    const { code, out } = await run();
    expect(code).toBe(1);
    expect(out).toContain('7 signals from events were not stored (no_account), the last one " [31mred"');
    expect(out).not.toContain('\u001b');
  });

  it('says what to do at each source whose signals name no account', async () => {
    const named = Object.values(sources).map(({ name }) => name);
    for (const source of [...named, 'csv']) {
      await database.pool.query(`insert into unattributed_signals values ($1, 'no_account', 7, now(), 'ticket')`, [
        source,
      ]);
    }
    const { problems } = await json();
    const remedyOf = (source: string) =>
      problems.find(({ text }) => text.startsWith(`7 signals from ${source} were not stored`))?.remedy;
    expect(named.map(remedyOf)).toEqual(Object.values(sources).map(({ noAccount }) => noAccount));
    expect(new Set(named.map(remedyOf)).size).toBe(named.length);
    expect(remedyOf('zendesk')).toContain('organizations');
    expect(remedyOf('csv')).toBe('name the account (account_id) with everything that is sent');
  });

  it('names failed jobs, missed jobs and messages that were not delivered', async () => {
    await feed(1);
    await snapshotScores({ ctx: live(), input: {} });
    await database.pool.query(
      `insert into job_runs (job, scope, local_date, state, attempts, lease_until, runner, started_at, note) values
         ('snapshot', '', current_date - 3, 'done', 1, now(), 'r', now(), null),
         ('reconcile', '', current_date, 'failed', 5, now(), 'r', now(), 'disk full')`,
    );
    await database.pool.query(
      `insert into outbox (kind, channel, local_date, message_key, payload, state, error)
       values ('digest', 'C1', current_date, gen_random_uuid(), '{}', 'failed', 'is_archived')`,
    );
    const { problems } = await json();
    expect(problems.map(({ area, text }) => `${area}: ${text}`)).toEqual([
      expect.stringContaining('jobs: reconcile: failed for'),
      expect.stringMatching(/^jobs: snapshot: done for .*, nothing for /),
      'deliveries: 1 messages of the last 7 days were not delivered: is_archived',
    ]);
  });

  it('says which migrations are pending instead of asking tables that are not there', async () => {
    await database.pool.query(`delete from schema_migrations where name like '0007%'`);
    await database.pool.query('drop table data_problems, source_volume');
    const { code, problems } = await json();
    expect(code).toBe(1);
    expect(problems).toMatchObject([{ area: 'database', text: 'pending migrations: 0007_freshness' }]);
  });

  it('exits 3 without a database and looks at the rest', async () => {
    const nowhere = await json({ DATABASE_URL: 'postgres://nobody:a-secret@127.0.0.1:1/none' });
    expect(nowhere.code).toBe(3);
    expect(nowhere.problems).toMatchObject([{ area: 'database', text: expect.stringContaining('not reachable') }]);
    expect(JSON.stringify(nowhere)).not.toContain('a-secret');
    const none = await json({ DATABASE_URL: '' });
    expect(none.code).toBe(3);
    expect(none.problems).toMatchObject([{ area: 'database', text: 'there is no database yet' }]);
  });

  it('explains a configuration that is not usable', async () => {
    const { code, problems } = await json({ TEAM_TIMEZONE: 'Mars/Base' });
    expect(code).toBe(1);
    expect(problems).toMatchObject([{ area: 'configuration', text: expect.stringContaining('TEAM_TIMEZONE') }]);
  });
});
