import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRandom, type Random } from '../../src/demo/random.ts';
import { stablePort } from './port.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { startProxy, type TcpProxy } from './proxy.ts';
import { createService, type Service } from './service.ts';
import { type ProveSlack, type SlackPlaces, startSlack } from './slack.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const TSX = import.meta.resolve('tsx');
const run = promisify(execFile);

export interface AppParts {
  readonly databaseUrl: string;
  /** What the process is for; without it everything. */
  readonly role?: 'web' | 'jobs' | undefined;
  /** More of the environment, such as `slack.env`. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/**
 * Everything a bar needs, throwaway: what is started here ends when the bar ends, however it ends.
 * Nothing is shared between two stands.
 */
export interface Stand {
  /** For files; removed in the end. */
  readonly folder: string;
  /** Repeats itself for the same seed and purpose. */
  random(purpose: string): Random;
  /** A durable PostgreSQL with an empty database of the product. */
  postgres(settings?: Readonly<Record<string, string>>): Promise<Postgres>;
  /** The built product as a process of its own. Not started yet: it migrates when it starts. */
  app(parts: AppParts): Promise<Service>;
  /** Any server as a process of its own: a TypeScript file that listens on PORT and answers 200 to `readyPath`. */
  script(file: URL, env: Readonly<Record<string, string>>, readyPath: string): Promise<Service>;
  slack(places?: SlackPlaces): Promise<ProveSlack>;
  /** In front of a port on the loopback. */
  proxy(target: number): Promise<TcpProxy>;
  /** The secret of a new ingest or read key of a migrated database. */
  key(databaseUrl: string, kind: 'ingest' | 'read'): Promise<string>;
  /** Runs when the stand is closed, last added first. */
  atEnd(work: () => unknown): void;
  /** Says how far it is. */
  note(line: string): void;
  close(): Promise<void>;
}

export function createStand(seed: string, note: (line: string) => void): Stand {
  const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-prove-'));
  // The server's user is another one where root starts it.
  chmodSync(folder, 0o755);
  const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  let count = 0;
  const name = (kind: string): string => {
    count += 1;
    return join(folder, `${kind}-${count}`);
  };
  /** Known before it is there: somebody may press Ctrl-C while it starts. */
  const own = <T>(starting: Promise<T>, end: (started: T) => unknown): Promise<T> => {
    ends.push(() => starting.then(end, () => undefined));
    return starting;
  };
  const service = async (kind: string, args: readonly string[], given: AppParts['env'], readyPath: string) => {
    const port = await stablePort();
    const logFile = `${name(kind)}.log`;
    const env = { HOST: '127.0.0.1', PORT: String(port), NODE_ENV: 'production', ...given };
    return createService({ name: kind, args, env, port, readyPath, cwd: folder, logFile });
  };
  return {
    folder,
    random: (purpose) => createRandom(`${seed} ${purpose}`),
    postgres: (settings) => own(startPostgres({ dataDir: name('postgres'), settings }), (server) => server.dispose()),
    app: ({ databaseUrl, env, role = 'all' }) =>
      own(service('app', [CLI, 'start', '--role', role], { DATABASE_URL: databaseUrl, ...env }, '/readyz'), (app) =>
        app.dispose(),
      ),
    script: (file, env, readyPath) =>
      own(service('script', ['--import', TSX, fileURLToPath(file)], env, readyPath), (script) => script.dispose()),
    slack: (places = {}) => own(startSlack(places), (slack) => slack.close()),
    proxy: (target) => own(startProxy(target), (proxy) => proxy.close()),
    key: async (databaseUrl, kind) => {
      const args = [CLI, 'keys', 'create', '--kind', kind, '--name', `prove ${kind}`, '--json'];
      const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl };
      const { stdout } = await run(process.execPath, args, { cwd: folder, env });
      return String(JSON.parse(stdout).secret);
    },
    atEnd: (work) => void ends.push(work),
    note,
    close: async () => {
      for (let end = ends.pop(); end; end = ends.pop()) await end();
    },
  };
}
