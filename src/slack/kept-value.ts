import { AppError } from '../lib/errors.ts';

/** What a button about a kept text carries: for whom it is written, and the account. */
export function keptValue({ persona, accountId }: { readonly persona: string; readonly accountId: string }): string {
  return `${persona}:${accountId}`;
}

/** @throws AppError `invalid` for a value that `keptValue` did not build. */
export function readKeptValue(value: string): { readonly persona: string; readonly accountId: string } {
  const at = value.indexOf(':');
  if (at < 1)
    throw new AppError('invalid', 'This button belongs to an older version. Open the draft from the account.');
  return { persona: value.slice(0, at), accountId: value.slice(at + 1) };
}
