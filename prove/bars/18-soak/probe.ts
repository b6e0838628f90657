import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../stand/clock.ts';
import type { Service } from '../../stand/service.ts';

/** What a process holds after a collection of garbage. */
export interface Holding {
  readonly heapBytes: number;
  readonly timers: number;
  /** Open files and connections. */
  readonly handles: number;
}

// Loaded before the process' own code, which knows nothing of it: a signal makes it say what it holds.
const PROBE = `import { appendFileSync, readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  const active = process.getActiveResourcesInfo();
  const timers = active.filter((kind) => kind === 'Timeout').length;
  let handles = active.length - timers;
  try { handles = readdirSync('/proc/self/fd').length; } catch {}
  const line = { heapBytes: process.memoryUsage().heapUsed, timers, handles };
  appendFileSync(process.env.PROBE_FILE, JSON.stringify(line) + '\\n');
});`;

export interface Probe {
  /** For the process that is looked into. */
  readonly env: Readonly<Record<string, string>>;
  look(service: Service): Promise<Holding>;
}

/** @param name of its file in the folder */
export function createProbe(folder: string, name: string): Probe {
  const file = join(folder, `${name}.jsonl`);
  const lines = (): string[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
  return {
    env: {
      PROBE_FILE: file,
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(PROBE)}`,
    },
    look: async ({ name: who, pid }) => {
      if (pid === undefined) throw new Error(`${who} does not run`);
      const before = lines().length;
      process.kill(pid, 'SIGUSR2');
      const found = await until(`${who} says what it holds`, () => lines().length > before && lines());
      return JSON.parse(found.at(-1) ?? '');
    },
  };
}
