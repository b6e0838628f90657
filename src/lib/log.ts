import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

const SECRET = /\b(xox[abeprs]-|xapp-|xwfp-|whsec_|sk_(?:live|test)_|rk_(?:live|test)_|sk-ant-|csp_)[A-Za-z0-9_-]+/g;
const URL_PASSWORD = /(:\/\/[^:@/\s]*:)[^@/\s]+@/g;

/** Replaces everything that looks like a token or a URL's password. */
export function redact(text: string): string {
  return text.replace(SECRET, '$1[redacted]').replace(URL_PASSWORD, '$1[redacted]@');
}

/**
 * The product's logger: JSON lines with secrets taken out of every line as it is written, so that no call site has to
 * remember. Levels carry duty: error = somebody must act, warn = look when there is time, info = normal.
 */
export function createLogger(level: string, destination: DestinationStream = process.stdout): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => destination.write(redact(line)) },
  );
}

/** The same into a file, for programs whose screen is for people. */
export function createFileLogger(level: string, file: string): Logger {
  return createLogger(level, pino.destination({ dest: file, sync: true }));
}
