import { readFileSync } from 'node:fs';
import { AppError } from '../../lib/errors.ts';

export interface RunUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user that the embedded server runs as: null = the current one. PostgreSQL refuses to run as root, so root
 * hands over to `postgres` or, where that does not exist, to `nobody`.
 * @throws AppError `unavailable` when root has nobody to hand over to.
 */
export function findRunUser(uid = process.getuid?.(), passwd = '/etc/passwd'): RunUser | null {
  if (uid !== 0) return null;
  const entries = readFileSync(passwd, 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = entries.find((fields) => fields[0] === name);
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new AppError(
    'unavailable',
    'The embedded PostgreSQL cannot run as root and there is neither a "postgres" nor a "nobody" user. ' +
      'Set DATABASE_URL to a PostgreSQL 14 or later, or run as another user.',
  );
}
