import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger, type Logger } from '../../src/lib/log.ts';

/** Where a run keeps what its suites log; set for the time of the run. */
export const SUITE_LOG = 'SUITE_LOG';

/** What the suites' data hold and no line of log may: secrets of the senders and of Slack, people and customers. */
const NEVER_LOGGED: Readonly<Record<string, RegExp>> = {
  'a token': /\b(?:xox[abeprs]-|xapp-|whsec_|sk-ant-|csp_)[A-Za-z0-9_-]{3}/,
  'a secret of a sender': /secret-(?:new|old)\b/,
  'the signing secret of the suites': /test-signing-secret/,
  'a password in an address': /:\/\/[^:@/\s"]+:[^@/\s"[]+@/,
  'an e-mail address': /[\w.+-]+(?:@|%40)[\w-]+\.[a-z]{2,}/i,
  'the name of a person': /Priya|Dana Doe/,
  'the name of a customer': /Acme Corp|Globex Corp|Initech Inc/,
};
const MOST_SHOWN = 200;

export interface Slip {
  readonly what: string;
  readonly line: string;
}

/** For what a suite starts: everything at level `debug`, kept for the end of the run. */
export function suiteLog(): Logger {
  return createLogger('debug', { write: keepLine });
}

/** A line that a suite also looks at itself. Outside of a run nobody keeps it. */
export function keepLine(line: string): void {
  const folder = process.env[SUITE_LOG];
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.ndjson`), line);
}

/** Lines with something that no line of log may hold. */
export function findSlips(lines: readonly string[]): Slip[] {
  return lines.flatMap((line) =>
    Object.entries(NEVER_LOGGED).flatMap(([what, pattern]) =>
      pattern.test(line) ? [{ what, line: line.slice(0, MOST_SHOWN) }] : [],
    ),
  );
}

/** Every line that the suites of a run logged. */
export function suiteLines(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean));
}
