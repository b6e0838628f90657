import { AppError } from '../../lib/errors.ts';
import { MAX_KEY_BYTES } from '../record/check-signal.ts';

/**
 * The account's id as a program outside gives it.
 * @throws AppError `invalid` for what no account can be called.
 */
export function checkAccountId(text: string): string {
  const problem = problemOf(text);
  if (problem === null) return text;
  throw new AppError('invalid', `account_id: ${problem}; name an account by its id.`);
}

function problemOf(text: string): string | null {
  if (text === '') return 'is empty';
  if (Buffer.byteLength(text) > MAX_KEY_BYTES) return `is longer than ${MAX_KEY_BYTES} bytes`;
  return isStorableText(text) ? null : 'holds characters that no id has';
}

/** Whether the database can hold the text: no NUL, no half characters. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}
