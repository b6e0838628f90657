import { type DestinationStream, type Logger, pino } from 'pino';
import { redactLine, secretsPattern, withoutValues } from './redact.ts';

export type { Logger } from 'pino';

/** Deeper, nothing of ours is logged. */
const DEEPEST = 4;

/**
 * The product's logger: JSON lines with secrets and e-mail addresses taken out of every line as it is written, so that
 * no call site has to remember. Of an error its kind, code, message and place are kept, nothing else that it carries.
 * Levels carry duty: error = somebody must act, warn = look when there is time, info = normal.
 * @param secrets are taken out whatever they look like
 */
export function createLogger(
  level: string,
  destination: DestinationStream = process.stdout,
  secrets: readonly string[] = [],
): Logger {
  const known = secretsPattern(secrets);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        log: (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleaned(value)])),
      },
      serializers: { err: errorFields },
    },
    { write: (line: string) => destination.write(redactLine(line, known)) },
  );
}

/** The same into a file, for programs whose screen is for people. */
export function createFileLogger(level: string, file: string): Logger {
  return createLogger(level, pino.destination({ dest: file, sync: true }));
}

/** A value to be logged, without what the database said of people's values. */
function cleaned(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutValues(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return errorFields(value);
  if (depth >= DEEPEST) return '[…]';
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cleaned(one, depth + 1)]));
}

/** Errors of libraries carry whole requests, answers and rows. */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { cause, message, name, stack = '' } = error;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: name,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    message: withoutValues(message),
    stack: frames.join('\n'),
    ...(cause instanceof Error && { cause: withoutValues(cause.message) }),
  };
}
