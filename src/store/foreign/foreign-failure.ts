import { redact } from '../../lib/redact.ts';

const MOST_CHARACTERS = 300;
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
const CERTIFICATE = /^(CERT|DEPTH|SELF|UNABLE|ERR_TLS)/;
const LOST =
  /connection (terminated|timeout|ended)|timeout expired|read timeout|not queryable|server does not support/i;
const SELECT_ONLY = 'give one SELECT that only reads';

/** What the failures of a foreign database mean to those who set it up, by SQLSTATE. */
const WORDS: readonly (readonly [RegExp, string, string])[] = [
  [/^28/, 'it refused the user or the password', 'check the user and the password in the variable of the address'],
  [/^3D000/, 'it has no database of that name', 'check the database in the variable of the address'],
  [/^(53|57P0|58|08)/, 'it is busy, stopping or starting', 'it is tried again by itself'],
  [/^25006/, 'the query writes, and only reading is allowed', SELECT_ONLY],
  [/^25P03/, 'it ended a read that waited too long for our own database', 'it goes on by itself'],
  [/^40001/, 'it is a replica and broke the read off', 'it goes on by itself'],
  [/^42501/, 'the user may not read this', 'grant SELECT on it to the user'],
  [/^55P03/, 'somebody held a lock on the table', 'it is tried again by itself'],
  [/^57014/, 'the query took too long', 'index the watermark column, or raise statement_timeout'],
  [/^42/, 'the query is wrong', 'correct the query in the settings file'],
];

export interface ForeignFailure {
  /** In one line, without the address and its secrets. */
  readonly text: string;
  /** Without a semicolon, behind which it is found where both stand in one text. */
  readonly remedy: string;
}

/** Why a foreign database did not answer, in words that hold no part of its address. */
export function foreignFailure(error: unknown, url: string): ForeignFailure {
  const code = codeOf(error);
  const said = withoutSecrets(error instanceof Error ? error.message : String(error), url);
  if (/multiple commands|data-modifying statement/.test(said)) {
    return { text: `the query is more than one reading statement (${said})`, remedy: SELECT_ONLY };
  }
  if (NETWORK.test(code) || LOST.test(said)) {
    return {
      text: `it is not reachable (${code || said})`,
      remedy: 'check that it runs and lets this machine in (it is tried again by itself)',
    };
  }
  if (CERTIFICATE.test(code)) {
    return {
      text: `its certificate is not trusted (${code})`,
      remedy: 'add sslrootcert=/path/to/ca.pem to the address, and use the name that the certificate has',
    };
  }
  if (code === 'ERR_INVALID_URL') {
    return {
      text: 'its address cannot be read',
      remedy: 'write special characters of the password as %XX in the variable of the address',
    };
  }
  const [, text, remedy] = WORDS.find(([states]) => states.test(code)) ?? [null, 'it failed', 'see its log'];
  // A refusal to log in names the user: that is a part of the address.
  return { text: code.startsWith('28') ? text : `${text} (${said})`, remedy };
}

/** Takes the address and its parts that are secret out of a text, and cuts it to one short line. */
export function withoutSecrets(text: string, url: string): string {
  const secrets = secretsOf(url).sort((one, other) => other.length - one.length);
  const clean = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
  return redact(clean).replace(/\s+/g, ' ').trim().slice(0, MOST_CHARACTERS);
}

function secretsOf(url: string): string[] {
  const found = [url];
  // The driver takes passwords that are no valid URL, so the text is searched before it is parsed.
  const raw = /^[a-z]+:\/\/[^:@/]*:(.*)@/s.exec(url)?.[1];
  if (raw) found.push(raw, decoded(raw));
  if (URL.canParse(url)) {
    const { password, searchParams } = new URL(url);
    found.push(password, decoded(password));
    for (const [name, value] of searchParams) if (/pass/i.test(name)) found.push(value);
  }
  return found.filter((secret) => secret !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
