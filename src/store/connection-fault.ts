import { codeOf } from './pg-errors.ts';

/** Why a database does not answer, in words for everybody: no address, no name of a host, a user or a database. */
export interface ConnectionFault {
  readonly reason: string;
  readonly remedy: string;
}

const IN_LOG = 'The log of this process has the whole error.';
const FAULTS: readonly (readonly [codes: RegExp, reason: string, remedy: string])[] = [
  [
    /^ECONNREFUSED$/,
    'nothing accepts connections at its address',
    'Check that PostgreSQL runs, and the host and port in DATABASE_URL.',
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'the name of its host is not known here', 'Check the host in DATABASE_URL and the DNS.'],
  [
    /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    'its host cannot be reached',
    'Check the network and firewalls between this process and the database.',
  ],
  [/^(ECONNRESET|EPIPE|08...)$/, 'the connection broke', 'Wait a minute; if it stays, look at the log of PostgreSQL.'],
  [/^28...$/, 'it refuses the user or the password', 'Check the user and the password in DATABASE_URL.'],
  [/^3D000$/, 'there is no database of that name', 'Create the database, or correct its name in DATABASE_URL.'],
  [/^53300$/, 'it has no connection left', 'Run fewer processes or raise max_connections.'],
  [/^53...$/, 'it has run out of space or memory', 'Look at its disk and memory.'],
  [/^57P0[123]$/, 'it is starting or stopping', 'Wait a minute; if it stays, look at the log of PostgreSQL.'],
  [/^25006$/, 'it takes no changes', 'Point DATABASE_URL at the primary.'],
  [/^42501$/, 'the user may not do what is needed', 'Let the user of DATABASE_URL own the database.'],
];
const LATE = /timeout|timed out/i;

/** What is wrong with a database that did not answer as it should. */
export function connectionFault(error: unknown): ConnectionFault {
  const code = codeOf(error);
  const known = FAULTS.find(([codes]) => codes.test(code));
  if (known !== undefined) return { reason: known[1], remedy: known[2] };
  if (error instanceof Error && LATE.test(error.message)) {
    return { reason: 'it does not answer in time', remedy: 'Look at the load of PostgreSQL and at the network.' };
  }
  return { reason: code === '' ? 'an unexpected error' : `error ${code}`, remedy: IN_LOG };
}
