import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/lib/free-port.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { environmentOf, execOf, stagesOf } from '../support/dockerfile.ts';
import { ROOT, replayImage } from '../support/replay-image.ts';

/** `nobody`, who owns nothing of the image; the current user where changing it is not allowed. */
const STRANGER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const LAST = [...stagesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')).values()].at(-1) ?? [];
const [, ...PROGRAM] = execOf(LAST, 'ENTRYPOINT');

describe('the image, built by the steps of the Dockerfile in folders', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let folder = '';
  let app = '';
  let env: Record<string, string> = {};
  let server: ChildProcess | undefined;
  const inImage = () => ({ cwd: app, env, ...STRANGER });
  const command = async (...argv: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [...PROGRAM, ...argv], inImage());
    return stdout;
  };

  beforeAll(async () => {
    database = await cloneDatabase();
    folder = mkdtempSync(join(tmpdir(), 'cs-pulse-image-'));
    chmodSync(folder, 0o755);
    const root = replayImage(folder, { registry: process.env['IMAGE_FROM_REGISTRY'] === '1' });
    app = join(root, 'app');
    const own = { data: join(root, 'data'), tmp: join(root, 'tmp') };
    mkdirSync(own.tmp);
    for (const path of Object.values(own)) {
      if (STRANGER.uid !== undefined) chownSync(path, STRANGER.uid, STRANGER.gid);
    }
    env = {
      ...environmentOf(LAST),
      PATH: process.env['PATH'] ?? '',
      PORT: String(await freePort()),
      HOST: '127.0.0.1',
      TMPDIR: own.tmp,
      CS_PULSE_DATA_DIR: own.data,
      DATABASE_URL: database.url,
    };
  }, 120_000);
  afterAll(async () => {
    server?.kill('SIGKILL');
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  it('holds no development package, and nothing that its user may change', async () => {
    for (const name of ['typescript', 'vitest', 'tsx']) {
      expect(() => accessSync(join(app, 'node_modules', name))).toThrow();
    }
    accessSync(join(app, 'node_modules', 'pg'), constants.R_OK);
    const write = `require('node:fs').writeFileSync(process.argv[1], 'x')`;
    const tryIt = (file: string) => promisify(execFile)(process.execPath, ['-e', write, file], inImage());
    await expect(tryIt(join(env['CS_PULSE_DATA_DIR'] ?? '', 'mine'))).resolves.toBeDefined();
    if (STRANGER.uid !== undefined) await expect(tryIt(join(app, 'dist', 'planted.js'))).rejects.toThrow(/EACCES/);
  });

  it('gets ready on a database of its own, stores an event, answers its health check and stops', async () => {
    await database.pool.query('drop schema public cascade; create schema public');
    server = spawn(process.execPath, [...PROGRAM, ...execOf(LAST, 'CMD')], { ...inImage(), stdio: 'ignore' });
    const stopped = new Promise((done) => server?.on('exit', done));
    const at = (path: string): string => `http://127.0.0.1:${env['PORT']}${path}`;
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await fetch(at('/readyz')).catch(() => null))?.status === 200) break;
      await sleep(100);
    }
    expect((await fetch(at('/readyz'))).status).toBe(200);

    const { secret } = JSON.parse(await command('keys', 'create', '--kind', 'ingest', '--name', 'product', '--json'));
    const event = { event: 'report_viewed', timestamp: new Date().toISOString(), account_id: 'acme', user_id: 'u1' };
    const sent = await fetch(at('/v1/events'), {
      method: 'POST',
      body: JSON.stringify(event),
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    });
    expect(await sent.json()).toMatchObject({ accepted: 1 });
    expect((await database.pool.query('select count(*)::int as n from events')).rows).toEqual([{ n: 1 }]);

    const [program = '', ...check] = execOf(LAST, 'HEALTHCHECK');
    await expect(promisify(execFile)(program, check, inImage())).resolves.toBeDefined();
    server.kill('SIGTERM');
    expect(await stopped).toBe(0);
    await expect(promisify(execFile)(program, check, inImage())).rejects.toThrow();
  });

  it('keeps an embedded database in its data folder when none is given', async () => {
    const { DATABASE_URL: _none, ...embedded } = env;
    env = embedded;
    expect(JSON.parse(await command('migrate', '--json')).applied.length).toBeGreaterThan(3);
    expect(await command('migrate', '--check')).toContain('Nothing is pending');
  });
});
