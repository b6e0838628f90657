import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { timed, until } from './clock.ts';

export interface ServiceOptions {
  readonly name: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  /** The whole environment beside PATH. */
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Answers 200 when the service can work. */
  readonly readyPath: string;
  readonly cwd: string;
  /** Gets what it prints, of all its lives. */
  readonly logFile: string;
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server process that can be started, killed and started again on the same port. */
export interface Service {
  readonly name: string;
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly pid: number | undefined;
  /** Ends that nobody here asked for, in order. */
  readonly surprises: readonly Ended[];
  /** Resolves to the milliseconds until it could work. Throws with its last lines when it ends before. */
  start(options?: { readonly wait?: boolean }): Promise<number>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves when the process is gone. Kills it after `withinMs`, and says so. */
  terminate(withinMs: number): Promise<Ended & { readonly ms: number; readonly forced: boolean }>;
  /** SIGSTOP: it stands still and its connections stay open. */
  freeze(): void;
  thaw(): void;
  isReady(): Promise<boolean>;
  /** Everything it printed. */
  output(): string;
  /** Kills it for good. */
  dispose(): Promise<void>;
}

export function createService(options: ServiceOptions): Service {
  const { name, port } = options;
  const url = `http://127.0.0.1:${port}`;
  const surprises: Ended[] = [];
  const expected = new WeakSet<ChildProcess>();
  let child: ChildProcess | null = null;
  let isOver = false;

  const isReady = async (): Promise<boolean> => {
    try {
      const response = await fetch(`${url}${options.readyPath}`, { signal: AbortSignal.timeout(2000) });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      return false;
    }
  };
  const output = (): string => readFileSync(options.logFile, 'utf8');

  const spawnChild = (): ChildProcess => {
    if (isOver) throw new Error(`${name} is not started any more: its stand was taken down`);
    const log = openSync(options.logFile, 'a');
    const env = { PATH: process.env['PATH'] ?? '', ...options.env };
    const started = spawn(process.execPath, [...options.args], { cwd: options.cwd, env, stdio: ['ignore', log, log] });
    closeSync(log);
    started.once('exit', (code, signal) => {
      if (child === started) child = null;
      if (!expected.has(started)) surprises.push({ code, signal });
    });
    return started;
  };
  const untilReady = async (): Promise<void> => {
    const before = surprises.length;
    await until(`${name} is ready`, async () => {
      if (surprises.length > before) throw new Error(`${name} ended while it started: ${lastLines(output())}`);
      return isReady();
    });
  };
  const signal = async (which: NodeJS.Signals): Promise<Ended> => {
    const running = child;
    if (running === null) return surprises.at(-1) ?? { code: null, signal: null };
    expected.add(running);
    running.kill(which);
    const [code, by] = await once(running, 'exit');
    return { code, signal: by };
  };

  return {
    name,
    url,
    port,
    get pid() {
      return child?.pid;
    },
    surprises,
    start: ({ wait = true } = {}) =>
      timed(async () => {
        child ??= spawnChild();
        if (wait) await untilReady();
      }),
    kill: async () => {
      await signal('SIGKILL');
    },
    terminate: async (withinMs) => {
      const running = child;
      let forced = false;
      const force = setTimeout(() => {
        forced = true;
        running?.kill('SIGKILL');
      }, withinMs);
      let ended: Ended = { code: null, signal: null };
      const ms = await timed(async () => {
        ended = await signal('SIGTERM');
      });
      clearTimeout(force);
      return { ...ended, ms, forced };
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    isReady,
    output,
    dispose: async () => {
      isOver = true;
      await signal('SIGKILL');
    },
  };
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-5).join(' | ');
}
