import { z } from 'zod';
import { isStorableText } from '../app/accounts/check-account-id.ts';

/** One or several of some words, separated by commas. */
export function listOf<const Words extends readonly [string, ...string[]]>(what: string, words: Words) {
  const word = z.enum(words);
  return z
    .string()
    .transform((text, context): z.output<typeof word>[] => {
      const parsed = z.array(word).safeParse(text.split(',').slice(0, words.length + 1));
      if (parsed.success) return parsed.data;
      context.addIssue(`write one or several of ${words.join(', ')}, separated by commas.`);
      return [];
    })
    .optional()
    .meta({ description: `Only these ${what}, separated by commas: ${words.join(', ')}.` });
}

function text(description: string) {
  return z
    .string()
    .min(1, 'is empty; leave it out for all.')
    .max(200, 'is longer than 200 characters.')
    .refine(isStorableText, 'holds characters that cannot be stored.')
    .optional()
    .meta({ description });
}

/** Only the accounts of one person. */
export const owner = text('E-mail address of the person responsible; only their accounts.');

/** Only the accounts of one plan. */
export const plan = text('Name of a plan, in any case; only its accounts.');

/** A local month. */
export function month(description: string) {
  return z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is no month; write it like 2026-03.')
    .optional()
    .meta({ description });
}
