import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError, messageOf } from '../../lib/errors.ts';
import { freePort } from '../../lib/free-port.ts';
import { findBinaries, SHARED_ROOT } from './binaries.ts';
import { isReachable } from './reachable.ts';
import { findRunUser, type RunUser } from './run-user.ts';

export interface ClusterOptions {
  /** Folder for the server's files; made when absent. */
  readonly dataDir: string;
  /** Folder with the server's binaries, when not to be searched for. */
  readonly binaries?: string | undefined;
  /** False only for throwaway data: no fsync, faster, and lost on a power cut. */
  readonly durable?: boolean;
  /** Loopback port to listen on; a free one when absent. */
  readonly port?: number | undefined;
  /** More server settings by name, such as `{ shared_buffers: '256MB' }`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** `immediate` ends the server as a crash does: what it had not written is recovered at the next start, or lost. */
export type StopMode = 'fast' | 'immediate';

export interface Cluster {
  /** URL of the maintenance database `postgres`. */
  readonly url: string;
  readonly adopted: boolean;
  /** URL of another database of the cluster. */
  urlOf(database: string): string;
  stop(mode?: StopMode): Promise<void>;
}

const SUPERUSER = 'cs_pulse';
const START_ATTEMPTS = 5;

/**
 * Starts the embedded PostgreSQL on a free loopback port, or adopts the one that a killed process left running.
 * The server runs in a session of its own, so that Ctrl-C reaches the application first.
 * @throws AppError `unavailable` with the server's own words when it does not start.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const user = findRunUser();
  const folder = placeData(options.dataDir, user);
  const bin = findBinaries(user, folder, options.binaries);
  const data = join(folder, 'cluster');
  const passwordFile = join(folder, 'password');
  if (!existsSync(join(data, 'PG_VERSION')) || !existsSync(passwordFile)) {
    rmSync(data, { recursive: true, force: true });
    await initialise({ bin, data, passwordFile, user });
  }
  const password = readFileSync(passwordFile, 'utf8');
  const urlFor = (port: number, database: string): string =>
    `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
  const handle = (port: number, adopted: boolean): Cluster => ({
    url: urlFor(port, 'postgres'),
    adopted,
    urlOf: (database) => urlFor(port, database),
    stop: (mode = 'fast') => stopServer({ bin, data, user }, mode),
  });
  let failure = '';
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const running = runningPort(data);
    if (running !== null && (await answers(urlFor(running, 'postgres')))) return handle(running, true);
    const port = options.port ?? (await freePort());
    const log = join(folder, 'server.log');
    const settings = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', "unix_socket_directories=''"];
    if (options.durable === false) {
      settings.push('-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off');
    }
    for (const [name, value] of Object.entries(options.settings ?? {})) settings.push('-c', `${name}=${value}`);
    const args = ['start', '-D', data, '-l', log, '-w', '-t', '60', '-o', settings.join(' ')];
    const code = await run(join(bin, 'pg_ctl'), args, user);
    if (code === 0 && (await answers(urlFor(port, 'postgres')))) return handle(port, false);
    failure = tail(log);
    // A killed server's pid can stay a zombie for a second or two, and the lock file with it.
    await sleep(500 * attempt);
  }
  throw new AppError('unavailable', `The embedded PostgreSQL in ${folder} does not start: ${failure}`);
}

/** The asked-for folder, or one beside it that the server's user can reach. */
function placeData(dataDir: string, user: RunUser | null): string {
  const asked = resolve(dataDir);
  // The folder itself is handed over below; what counts are the folders above it.
  const folder = isReachable(dirname(asked), user)
    ? asked
    : join(SHARED_ROOT, `data-${createHash('sha256').update(asked).digest('hex').slice(0, 12)}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

async function initialise(cluster: {
  bin: string;
  data: string;
  passwordFile: string;
  user: RunUser | null;
}): Promise<void> {
  const password = randomBytes(24).toString('hex');
  const scratch = mkdtempSync(join(tmpdir(), 'cs-pulse-init-'));
  const secret = join(scratch, 'password');
  try {
    writeFileSync(secret, password, { mode: 0o600 });
    if (cluster.user) {
      chownSync(scratch, cluster.user.uid, cluster.user.gid);
      chownSync(secret, cluster.user.uid, cluster.user.gid);
    }
    const args = ['-D', cluster.data, '-U', SUPERUSER, `--pwfile=${secret}`, '--auth=scram-sha-256'];
    const code = await run(
      join(cluster.bin, 'initdb'),
      [...args, '--encoding=UTF8', '--locale=C', '--data-checksums'],
      cluster.user,
    );
    if (code !== 0) {
      throw new AppError(
        'unavailable',
        `initdb of the embedded PostgreSQL ended with ${code} (folder ${cluster.data}). ` +
          'Give it a writable folder with CS_PULSE_DATA_DIR, or set DATABASE_URL to a PostgreSQL 14 or later.',
      );
    }
    writeFileSync(cluster.passwordFile, password, { mode: 0o600 });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function stopServer(cluster: { bin: string; data: string; user: RunUser | null }, mode: StopMode): Promise<void> {
  await run(join(cluster.bin, 'pg_ctl'), ['stop', '-D', cluster.data, '-m', mode, '-w', '-t', '30'], cluster.user);
}

/** Output goes nowhere: an inherited pipe would stay open as long as the server runs. */
function run(command: string, args: string[], user: RunUser | null): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { stdio: 'ignore', cwd: '/', ...(user ?? {}) });
    child.once('error', (error) => fail(new AppError('unavailable', `${command}: ${messageOf(error)}`)));
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** The port in the server's lock file (its fourth line), if there is one. */
function runningPort(data: string): number | null {
  try {
    const port = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[3]);
    return Number.isInteger(port) && port > 0 ? port : null;
  } catch {
    return null;
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-5).join(' | ');
  } catch {
    return 'no log was written';
  }
}
