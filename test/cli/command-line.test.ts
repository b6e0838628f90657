import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { importCommand } from '../../src/cli/import.ts';
import { readSettings } from '../../src/settings.ts';
import { isUnavailable } from '../../src/store/pg-errors.ts';
import { explainUnavailable } from '../../src/wiring/explain-unavailable.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase } from '../support/database.ts';
import { GOLDEN } from '../support/portfolio.ts';
import { productCli } from '../support/product.ts';
import { recordingIo } from '../support/recording-io.ts';
import { suiteLog } from '../support/suite-log.ts';

const NOWHERE = 'postgres://nobody:a-secret@127.0.0.1:1/none';

/** The command as a user runs it, in a process of its own that must end by itself. */
async function run(
  argv: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; text: string }> {
  const cli = await productCli();
  return new Promise((done) => {
    let text = '';
    const child = spawn(process.execPath, [cli, ...argv], {
      env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: NOWHERE, ...env },
    });
    const cut = setTimeout(() => child.kill('SIGKILL'), 50_000);
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
    child.on('close', (code) => {
      clearTimeout(cut);
      done({ code, text });
    });
  });
}

describe('the command line', () => {
  it('knows no command by a name that every object has', async () => {
    const { code, text } = await run(['constructor']);
    expect(code).toBe(2);
    expect(text).toContain('there is no command "constructor"');
  });

  it('ends without a stack trace when nobody reads on', async () => {
    const accounts = Array.from({ length: 3000 }, () => GOLDEN.accounts[0]);
    const child = spawn(process.execPath, [await productCli(), 'score', '--facts', '-'], {
      env: { PATH: process.env['PATH'] ?? '' },
    });
    let complaint = '';
    child.stderr.on('data', (chunk) => (complaint += String(chunk)));
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end(JSON.stringify({ definition: 'balanced', accounts }));
    const code = await new Promise((done) => child.on('close', done));
    expect({ code, complaint }).toEqual({ code: 1, complaint: '' });
  });

  it('explains each command without a database', async () => {
    const { code, text } = await run(['keys', '--help']);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining('create | list | revoke') });
  });

  it.each([
    ['keys', 'create', '--kind', 'write'],
    ['import', 'accounts'],
    ['digest', '--post', '--dry-run'],
    ['snapshot', '--date', '2026-02-30'],
    ['snapshot', '--verify', '--date', '0000-12-31'],
  ])('refuses wrong arguments of %s before it looks for the database', async (...argv) => {
    const { code, text } = await run(argv);
    expect(code).toBe(2);
    expect(text).toContain('Usage: cs-pulse');
  });

  it('exits 3 for a database that is not there, without its password', async () => {
    const { code, text } = await run(['keys', 'list']);
    expect(code).toBe(3);
    expect(text).toContain('Check DATABASE_URL');
    expect(text).not.toContain('a-secret');
  });

  it('ends when its port is taken, and says so', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const address = other.address();
    const port = String(typeof address === 'object' && address ? address.port : 0);
    const { code, text } = await run(['start'], { PORT: port, HOST: '127.0.0.1', LOG_LEVEL: 'silent' });
    other.close();
    expect(text).toContain(`Port ${port} cannot be used`);
    expect(code).toBe(3);
  });
});

describe('start with a role', () => {
  it.each([['worker'], ['']])('refuses the role "%s" and names those that there are', async (role) => {
    const { code, text } = await run(['start', '--role', role]);
    expect({ code, text }).toEqual({ code: 2, text: expect.stringContaining('--role takes one of web, jobs, all') });
  });

  it('needs a database that processes can share', async () => {
    const { code, text } = await run(['start', '--role', 'web'], {
      DATABASE_URL: '',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'a',
    });
    expect({ code, text }).toEqual({ code: 2, text: expect.stringContaining('DATABASE_URL is missing') });
  });

  it('says which it is, does its work and ends when it is told to', async () => {
    const database = await cloneDatabase();
    const cli = await productCli();
    const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url, HOST: '127.0.0.1', PORT: '0' };
    const child = spawn(process.execPath, [cli, 'start', '--role', 'jobs'], { env });
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    const ended = new Promise((done) => child.once('close', done));
    const cut = setTimeout(() => child.kill('SIGKILL'), 50_000);
    const done = `select 1 from job_runs where job = 'snapshot' and state = 'done'`;
    while (child.exitCode === null && (await database.pool.query(done)).rowCount === 0) await sleep(100);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    clearTimeout(cut);
    expect(text).toMatch(/"role":"jobs".*cs-pulse is listening/);
    await database.close();
  });
});

describe('the demo', () => {
  it.each([
    ['when its database has just started', 'embedded PostgreSQL', 0],
    ['while it loads', 'cs-pulse (', 1500],
  ])('leaves nothing behind when it is stopped %s', async (_when, line, waitMs) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'cs-pulse-stopped-'));
    chmodSync(dataDir, 0o755);
    const child = spawn(process.execPath, [await productCli(), 'demo'], {
      env: { PATH: process.env['PATH'] ?? '', CS_PULSE_DATA_DIR: dataDir, PORT: '0' },
    });
    const cut = setTimeout(() => child.kill('SIGKILL'), 45_000);
    child.stdout.on('data', (chunk) => {
      if (String(chunk).includes(line)) setTimeout(() => child.kill('SIGINT'), waitMs);
    });
    const code = await new Promise((done) => child.on('close', done));
    clearTimeout(cut);
    expect(code).toBe(0);
    expect(existsSync(join(dataDir, 'pg18', 'cluster', 'PG_VERSION'))).toBe(true);
    expect(existsSync(join(dataDir, 'pg18', 'cluster', 'postmaster.pid'))).toBe(false);
    rmSync(dataDir, { recursive: true, force: true });
  });
});

describe('what a command is given', () => {
  it('must have the settings file that was asked for by name', () => {
    expect(() => readSettings('/nowhere/pulse.yaml', { required: true })).toThrow(/CS_PULSE_CONFIG.*pulse\.yaml/);
    expect(readSettings('/nowhere/pulse.yaml').fx).toEqual([]);
  });

  it('must be UTF-8, so that no name is changed in silence', async () => {
    const database = await cloneDatabase();
    const file = join(tmpdir(), `cs-pulse-latin1-${process.pid}.csv`);
    writeFileSync(file, Buffer.from('account_id,name\nm,M\xfcller\n', 'latin1'));
    const { io } = recordingIo();
    await expect(importCommand(['accounts', file], io, testContext(database.pool))).rejects.toThrow(/not UTF-8/);
    await database.close();
  });
});

describe('explainUnavailable', () => {
  const explained = explainUnavailable(suiteLog());
  const failing = (error: Error) => explained(() => Promise.reject(error))({});

  it('tells people that the data store is away, and passes what is not about that', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
    await expect(failing(refused)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.not.stringContaining('10.0.0.7'),
    });
    await expect(failing(new RangeError('a bug'))).rejects.toThrow(RangeError);
    await expect(explained(async (call: number) => call + 1)(1)).resolves.toBe(2);
  });

  it('takes a server that never answers for one that is away', () => {
    expect(isUnavailable(new Error('timeout expired'))).toBe(true);
    expect(isUnavailable(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isUnavailable(new Error('expired'))).toBe(false);
  });
});
