import { z } from 'zod';
import { AppError } from '../../lib/errors.ts';
import type { OpenView } from '../slack-request.ts';

const stateSchema = z.object({ accountId: z.string().min(1) });

/** What a modal about one account remembers. */
export function writeAccountState(accountId: string): string {
  return JSON.stringify({ accountId });
}

/** @throws AppError `invalid` when the modal is of an older version; `button` opens a new one. */
export function readAccountState(view: OpenView | null, button: string): string {
  try {
    return stateSchema.parse(JSON.parse(view?.metadata ?? '')).accountId;
  } catch {
    throw new AppError('invalid', `This form belongs to an older version. Close it and press [${button}] again.`);
  }
}
