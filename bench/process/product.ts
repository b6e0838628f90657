import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface Started {
  readonly port: number;
  readonly pid: number;
  /** Seconds from starting the process until `/readyz` said 200. */
  readonly seconds: number;
  /** Resident memory now, in bytes. */
  readonly memory: () => number;
  stop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const manifest = z.object({ scripts: z.object({ start: z.string().includes(' && node ') }) });
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 5;

/** Compiles the product as `npm start` does. */
export function buildProduct(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
}

/** `cs-pulse start` in a process of its own, once it is ready. */
export async function startProduct(env: Readonly<Record<string, string>>): Promise<Started> {
  const port = await freePort();
  const { PATH = '' } = process.env;
  const started = performance.now();
  const child = spawn(process.execPath, startArguments(), {
    cwd: ROOT,
    env: { PATH, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() - started > PATIENCE_MS) {
      child.kill('SIGKILL');
      throw new Error('the product did not become ready');
    }
    await sleep(LOOK_EVERY_MS);
  }
  const seconds = (performance.now() - started) / 1000;
  return { port, pid: child.pid ?? 0, seconds, memory: () => memoryOf(child), stop: () => ended(child) };
}

/** What `npm start` gives Node. */
function startArguments(): string[] {
  const { scripts } = manifest.parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));
  return (scripts.start.split(' && node ')[1] ?? '').split(' ');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

function memoryOf({ pid }: ChildProcess): number {
  return 1024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
}

function isReady(port: number): Promise<boolean> {
  return new Promise((done) => {
    get({ host: '127.0.0.1', port, path: '/readyz', agent: false }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    }).on('error', () => done(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}
