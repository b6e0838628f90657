import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceRunCommand } from '../../src/cli/source-run.ts';
import { readConfig } from '../../src/config.ts';
import { readSettings } from '../../src/settings.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { productCli } from '../support/product.ts';
import { recordingIo } from '../support/recording-io.ts';
import { type TeamDatabase, teamDatabase } from '../support/team-database.ts';

const ROWS = 100_000;
const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-source-run-'));
const settings = join(folder, 'settings.yaml');
writeFileSync(
  settings,
  `sources:
  sql:
    - name: warehouse
      url_env: WAREHOUSE_URL
      queries:
        - kind: events
          query: select * from product_events;
          watermark: loaded
          overlap: 10s
        - kind: users
          query: select 'acme' as account_id, 'u' || i as user_id, repeat('x', 3000) as name, i from generate_series(1, ${ROWS}) i
          watermark: i
    - name: unset
      url_env: UNSET_URL
      queries: [{ kind: nps, query: select 1, watermark: a }]
`,
);

let ours: TestDatabase;
let theirs: TeamDatabase;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([cloneDatabase(), teamDatabase()]);
  await theirs.run(`create table product_events as
    select 'acme' as account_id, 'signed_in' as event, now() - interval '9 days' as timestamp, 'u' || i % 50 as user_id,
      'm' || i as message_id, now() - (20000 - i) * interval '1 second' as loaded, 'unread' as comment
    from generate_series(1, 20000) i`);
});
afterAll(async () => {
  await Promise.all([ours.close(), theirs.close()]);
  rmSync(folder, { recursive: true });
});

/** The command in a process of its own; \`watch\` may end it by what it says. */
async function run(
  argv: readonly string[],
  watch: (said: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
) {
  const cli = await productCli();
  return new Promise<{ code: number | null; out: string; err: string }>((done) => {
    const child = spawn(process.execPath, ['--max-old-space-size=96', cli, 'source', 'run', ...argv], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: ours.url,
        CS_PULSE_CONFIG: settings,
        WAREHOUSE_URL: theirs.readerUrl,
        LOG_LEVEL: 'trace',
      },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
      watch(err, (signal) => child.kill(signal));
    });
    child.on('close', (code) => done({ code, out, err }));
  });
}

describe('cs-pulse source run', { timeout: 90_000 }, () => {
  it('loses nothing when it is killed, told to stop, and started again', async () => {
    const events = async () => (await ours.pool.query('select count(*)::int as n from events')).rows[0].n;
    const killed = await run(
      ['warehouse', '--kind', 'events'],
      (said, kill) => said.includes('events:') && kill('SIGKILL'),
    );
    expect(killed.err).toMatch(/^events: \d+ of about \d+ rows, up to \d{4}-/m);
    expect(await events()).toBeLessThan(20_000);
    const held = await run(['warehouse', '--kind', 'events']);
    expect(held).toMatchObject({ code: 1, err: expect.stringContaining('is being read by another process') });
    await ours.pool.query('update sql_sources set lease_until = clock_timestamp()');
    const stopped = await run(
      ['warehouse', '--kind', 'events'],
      (said, kill) => said.includes('events:') && kill('SIGTERM'),
    );
    expect(stopped.out).toMatch(/events from warehouse: \d+ rows, up to .*, stopped: the next read goes on from there/);
    expect(stopped.code).toBe(1);
    const partly = await events();
    expect(partly).toBeLessThan(20_000);
    const rest = await run(['warehouse', '--kind', 'events', '--json']);
    expect(rest.code).toBe(0);
    const report = JSON.parse(rest.out);
    expect(report).toMatchObject({ source: 'warehouse', dry_run: false });
    expect(report.queries).toMatchObject([
      { kind: 'events', outcome: 'ended', rejected: 0, ignored_columns: ['comment'] },
    ]);
    // Not from the beginning again.
    expect(report.queries[0].rows).toBeLessThan(20_000);
    expect(report.queries[0].accepted).toBe(20_000 - partly);
    expect(await events()).toBe(20_000);
    for (const { err, out } of [killed, held, stopped, rest]) expect(out + err).not.toContain(theirs.password);
  });

  it(`reads ${ROWS} long rows in less memory than they take`, async () => {
    const { code, out } = await run(['warehouse', '--kind', 'users', '--dry-run', '--since', '1']);
    // A transaction begins with the rows that the one before ended in.
    expect(out).toMatch(
      /^users from warehouse: 10000\d rows, up to 100000\n {2}10000\d would be stored \(dry run\), 0 unchanged, 0 rejected\n$/,
    );
    expect(code).toBe(0);
  });

  it.each([
    [['nothing'], /"nothing" is not in sources\.sql of the settings file; there are: warehouse, unset\./],
    [['warehouse', '--kind', 'nps'], /--kind nps: warehouse has no query of that kind; there are: events, users\./],
    [['warehouse', '--since', '1'], /--since: is a watermark of one query/],
    [['unset'], /unset is not read: UNSET_URL is not set; set UNSET_URL to an address such as/],
    [[], /Usage: cs-pulse source run NAME/],
  ])('refuses %j', async (argv, said) => {
    const command = { ctx: testContext(ours.pool), config: readConfig({}), settings: readSettings(settings) };
    const { io } = recordingIo();
    await expect(sourceRunCommand(argv, io, command)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(said),
    });
  });
});
