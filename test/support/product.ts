import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inject } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What the product reads beside its code, and what makes it a package. */
const BESIDE = ['package.json', 'sql', 'src'];
const LONGEST_BUILD_MS = 60_000;

/**
 * The command line as it is shipped, for processes of its own. It is built once in a whole run, by whoever asks first:
 * a loader that reads the sources would cost every one of those processes a second.
 */
export async function productCli(): Promise<string> {
  const folder = inject('productFolder');
  const done = join(folder, 'done');
  if (claim(join(folder, 'claimed'))) {
    await build(folder);
    writeFileSync(done, '');
  }
  for (const end = Date.now() + LONGEST_BUILD_MS; !existsSync(done); await sleep(50)) {
    if (Date.now() > end) throw new Error('the product was not built in time');
  }
  return join(folder, 'dist', 'cli.js');
}

/** True for the first alone, also among several processes. */
function claim(folder: string): boolean {
  return mkdirSync(folder, { recursive: true }) !== undefined;
}

async function build(folder: string): Promise<void> {
  for (const name of BESIDE) symlinkSync(join(ROOT, name), join(folder, name));
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const project = ['-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist'), '--noCheck', '--sourceMap', 'false'];
  await promisify(execFile)(process.execPath, [compiler, ...project], { cwd: ROOT });
}
