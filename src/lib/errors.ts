export type ErrorCode = 'not_found' | 'ambiguous' | 'invalid' | 'forbidden' | 'conflict' | 'unavailable';

/** An expected failure: its message is written for the person who caused it and names the remedy. */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** The error's message, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
