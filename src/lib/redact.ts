const TOKEN =
  /\b(xox[abeprs]-|xapp-|xwfp-|whsec_|sk_|rk_|sk-ant-|csp_)[A-Za-z0-9_-]{3,}|\b((?:Bearer|Basic) )[A-Za-z0-9+/_=.-]{8,}/g;
/** Up to the last @ before the path. */
const URL_PASSWORD = /(:\/\/[^:@/\s"]{0,200}:)[^/\s"]{1,500}@/g;
const URL_SECRET = /([?&](?:ticket|token|key|secret|password|sig|signature)=)[^&\s"\\]{1,2000}/gi;
const WORD = "[\\p{L}\\p{N}._%+'-]";
const HOST = '[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,8}';
const EMAIL = new RegExp(`(?<!${WORD})${WORD}{1,64}(?:@|%40)${HOST}`, 'gu');
/** Where PostgreSQL repeats a value, which may hold anything: the rest of the text goes with it. */
const DATABASE_VALUE =
  /(invalid input (?:syntax|value) for [\w ]{1,60}: |field value out of range: |malformed [\w ]{1,30} literal: |\bKey \([^()]{1,200}\)=|Failing row contains |\bvalue (?="))[\s\S]*/;

/** Takes out what looks like a token or a password. */
export function redact(text: string): string {
  return text
    .replace(TOKEN, '$1$2[redacted]')
    .replace(URL_PASSWORD, '$1[redacted]@')
    .replace(URL_SECRET, '$1[redacted]');
}

/** Takes out secrets and e-mail addresses, and what is given to it as a secret whatever it looks like. */
export function redactLine(line: string, secrets: RegExp | null = null): string {
  const known = secrets === null ? line : line.replace(secrets, '[redacted]');
  return redact(known).replace(EMAIL, '[email]');
}

/** Takes out the value that the database complains about. */
export function withoutValues(text: string): string {
  return text.replace(DATABASE_VALUE, '$1[value]');
}

/** An error nobody expected with its stack, line by line without values of the database, secrets and addresses. */
export function redactedStack(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text
    .split('\n')
    .map((line) => redactLine(withoutValues(line)))
    .join('\n');
}

/** Finds any of some secrets, also as JSON and as a part of an address; null without any. Short ones are too common. */
export function secretsPattern(secrets: readonly string[]): RegExp | null {
  const spellings = secrets
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  if (spellings.length === 0) return null;
  const longestFirst = [...new Set(spellings)].sort((one, other) => other.length - one.length);
  return new RegExp(longestFirst.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
}
