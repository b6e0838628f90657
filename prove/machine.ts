import { execFile } from 'node:child_process';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBinaries } from '../src/store/embedded/binaries.ts';
import { findRunUser } from '../src/store/embedded/run-user.ts';

const run = promisify(execFile);

/** What the results were reached on, in one line. */
export async function machineOf(): Promise<string> {
  const binaries = findBinaries(findRunUser(), tmpdir(), process.env['PG_BIN']);
  const { stdout } = await run(join(binaries, 'postgres'), ['--version']);
  const postgres = /\d[\d.]*/.exec(stdout)?.[0] ?? 'unknown';
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores, ${gib} GiB, Node ${process.version}, PostgreSQL ${postgres}`;
}

/** The commit that was tried, with a mark when files were changed since; `unknown` outside of a repository. */
export async function commitOf(): Promise<string> {
  const git = (...args: string[]) => run('git', args, { cwd: import.meta.dirname });
  try {
    const commit = (await git('rev-parse', '--short=10', 'HEAD')).stdout.trim();
    const changed = (await git('status', '--porcelain', '--', '..', ':!../docs/proof.*')).stdout;
    return changed === '' ? commit : `${commit} and changes`;
  } catch {
    return 'unknown';
  }
}
