import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Instruction, stagesOf } from './dockerfile.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
}

/**
 * Does what the Dockerfile says in folders below `target` instead of a daemon's layers, and answers the last stage's
 * root folder. What .dockerignore holds back is not there to be copied.
 * Packages come from the registry with `registry`, else from this checkout: all of them for the build, the lock file's
 * production packages alone for the image.
 */
export function replayImage(target: string, options: { readonly registry: boolean }): string {
  const sent = sentFiles(readFileSync(join(ROOT, '.dockerignore'), 'utf8'));
  let last = '';
  for (const [name, stage] of stagesOf(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))) {
    last = join(target, name);
    mkdirSync(last, { recursive: true });
    for (const instruction of stage) follow(instruction, { target, stage: last, sent, ...options });
  }
  return last;
}

interface Place {
  readonly target: string;
  readonly stage: string;
  readonly sent: ReadonlySet<string>;
  readonly registry: boolean;
}

const app = (stage: string): string => join(stage, 'app');

function follow({ word, rest }: Instruction, place: Place): void {
  if (word === 'WORKDIR') mkdirSync(join(place.stage, rest), { recursive: true });
  if (word === 'COPY') copy(rest.split(' '), place);
  if (word === 'RUN') run(rest, place);
}

function copy(words: readonly string[], { sent, stage, target: stages }: Place): void {
  const from = words[0]?.startsWith('--from=') ? words[0].slice('--from='.length) : null;
  const sources = words.slice(from === null ? 0 : 1, -1);
  const to = words.at(-1) ?? '';
  for (const source of sources) {
    if (from === null && !sent.has(source.split('/')[0] ?? '')) throw new Error(`.dockerignore holds ${source} back`);
    const path = from === null ? join(ROOT, source) : join(stages, from, source);
    const target = join(app(stage), to, to.endsWith('/') ? basename(source) : '');
    if (from === null) cpSync(path, target, { recursive: true });
    else renameSync(path, target);
  }
}

function run(command: string, { registry, stage }: Place): void {
  if (command.startsWith('mkdir /data')) {
    mkdirSync(join(stage, 'data'));
    return;
  }
  if (registry || !command.startsWith('npm ci')) {
    execFileSync('sh', ['-c', command], { cwd: app(stage), stdio: ['ignore', 'ignore', 'inherit'] });
    return;
  }
  if (command.includes('--omit=dev')) linkProduction(join(app(stage), 'node_modules'));
  else symlinkSync(join(ROOT, 'node_modules'), join(app(stage), 'node_modules'));
}

function linkProduction(to: string): void {
  const lock: Lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const folders = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  for (const [path] of folders) {
    const source = join(ROOT, path);
    if (!existsSync(source)) continue;
    linkTree(source, join(to, path.slice('node_modules/'.length)));
  }
}

/** The same files under another path, without packages that lie within. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && entry.name !== 'node_modules') linkTree(source, target);
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    if (entry.isFile()) linkOrCopy(source, target);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // The folder for temporary files may be another file system.
    copyFileSync(from, to);
  }
}

/** Names at the top that an allow-list of a .dockerignore sends. */
export function sentFiles(ignore: string): ReadonlySet<string> {
  const lines = ignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (lines[0] !== '*') throw new Error('.dockerignore must begin with *');
  return new Set(lines.slice(1).map((line) => line.replace(/^!/, '')));
}
