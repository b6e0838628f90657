import { AppError } from '../lib/errors.ts';

/**
 * What a process is for; processes of all roles on one database are one installation. `web` takes what is sent and
 * answers, `jobs` does what nobody waits for, `all` does both.
 */
export const ROLES = ['web', 'jobs', 'all'] as const;
export type Role = (typeof ROLES)[number];

/** Said at every address of a process that only runs jobs, but those about itself. */
export const NOT_SERVED =
  'This process runs jobs (--role jobs): only /livez, /readyz and /metrics are here. Send this to a process with --role web or --role all.';

/**
 * The role that was asked for; `all` when none was.
 * @throws AppError `invalid` that names the three.
 */
export function readRole(given: string | undefined): Role {
  const role = ROLES.find((known) => known === (given ?? 'all'));
  if (role !== undefined) return role;
  throw new AppError('invalid', `--role takes one of ${ROLES.join(', ')}.`);
}
