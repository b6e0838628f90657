import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Day } from '../../src/domain/day.ts';
import { peakMemory } from '../process/peak-memory.ts';
import type { SeededDatabase } from '../seeded.ts';

export interface Night {
  /** From the start of the run to its end, by what the run says of itself. */
  readonly snapshotSeconds: number;
  /** The process from its start to its end. */
  readonly nightSeconds: number;
  /** The most memory that it held, in bytes. */
  readonly bytes: number;
}

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const LOOK_EVERY_MS = 5;

/**
 * `cs-pulse snapshot` of a day as a process of its own.
 * @throws Error when it fails or leaves accounts out.
 */
export async function takeNight({ pool, seeded, url }: SeededDatabase, day: Day): Promise<Night> {
  const { PATH = '' } = process.env;
  const env = { PATH, NODE_ENV: 'production', DATABASE_URL: url };
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, 'snapshot', '--date', day, '--json'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { pid = 0 } = child;
  let bytes = Number.NaN;
  // What ended can no longer be asked.
  const look = setInterval(() => {
    bytes = peakMemory(pid) ?? bytes;
  }, LOOK_EVERY_MS);
  await once(child, 'exit');
  clearInterval(look);
  const nightSeconds = (performance.now() - started) / 1000;
  if (child.exitCode !== 0) throw new Error(`cs-pulse snapshot --date ${day} ended with ${child.exitCode}`);
  const { rows } = await pool.query<{ accounts: number; seconds: number }>(
    `select r.seconds, (select count(*) from health_snapshots where day = $1) as accounts
     from (
       select extract(epoch from max(finished_at) - min(started_at))::float8 as seconds from snapshot_runs where day = $1
     ) r`,
    [day],
  );
  const [run] = rows;
  if (run?.accounts !== seeded.accounts) throw new Error(`${day} has ${run?.accounts} of ${seeded.accounts} snapshots`);
  return { snapshotSeconds: run.seconds, nightSeconds, bytes };
}
