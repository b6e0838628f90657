import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RunUser } from './run-user.ts';

/** Whether `user` may enter every folder above and including `path` (null user: the current one, always true). */
export function isReachable(path: string, user: RunUser | null): boolean {
  if (user === null) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat) {
      const needed = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
      if ((stat.mode & needed) === 0) return false;
    }
    if (dirname(folder) === folder) return true;
  }
}
