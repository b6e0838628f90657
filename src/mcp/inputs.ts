import { z } from 'zod';
import { isStorableText } from '../app/accounts/check-account-id.ts';

const MOST = 50;
const DEFAULT = 10;

const text = z.string().min(1).max(200).refine(isStorableText, 'holds characters that cannot be stored');

/** How a person would name an account. */
export const account = text.describe('Id, name, domain or alias of one account, such as acme.');
export const day = z.iso.date().describe('A day with a snapshot, YYYY-MM-DD.').optional();
export const owner = text.describe('E-mail address of the person responsible; only their accounts.').optional();
export const plan = text.describe('Name of a plan; only its accounts.').optional();
export const words = text.describe('What to look for: id, name, domain or a part of one.');
export const limit = z
  .int()
  .min(1)
  .max(MOST)
  .optional()
  .describe(`Accounts to list at most, 1 to ${MOST}; ${DEFAULT} without it.`)
  .transform((count) => count ?? DEFAULT);
