import { execFile } from 'node:child_process';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBinaries } from '../src/store/embedded/binaries.ts';
import { findRunUser } from '../src/store/embedded/run-user.ts';

/** What the results were reached on, in one line. */
export async function machineOf(): Promise<string> {
  const binaries = findBinaries(findRunUser(), tmpdir(), process.env['PG_BIN']);
  const { stdout } = await promisify(execFile)(join(binaries, 'postgres'), ['--version']);
  const postgres = /\d[\d.]*/.exec(stdout)?.[0] ?? 'unknown';
  const gib = Math.round(totalmem() / 2 ** 30);
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${availableParallelism()} cores (${cpu}), ${gib} GiB, Node ${process.version}, PostgreSQL ${postgres}`;
}
