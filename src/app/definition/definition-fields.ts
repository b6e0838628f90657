import { z } from 'zod';
import type { Anchor } from '../../domain/definition.ts';
import { CAP_KEYS } from '../../domain/health/caps.ts';
import { COMPONENT_KEYS } from '../../domain/health/components/index.ts';

/** Said of a text that a database cannot hold. */
export const CLEAN_TEXT = 'holds a character that cannot be stored (NUL or half a surrogate pair): drop it';

/** Points of a score or sub-score. */
export const points = z
  .number('must be a number of points from 0 to 100')
  .min(0, 'must be at least 0 points')
  .max(100, 'must be at most 100 points');
/** Points as a score shows them. */
export const tenthPoints = points.refine(isTenth, 'must have at most one decimal, as scores have');

/** A whole number from 1 on; `what` names it in the error. */
export function positive(what: string) {
  return z.int(`must be a whole ${what}, 1 or more`).min(1, `must be a ${what} of 1 or more`);
}

/** What an object says to a name that it does not know. */
export function knows(names: readonly string[]) {
  const error = ({ code }: { readonly code?: string | undefined }): string | undefined =>
    code === 'unrecognized_keys' ? `is not known here; use ${names.join(', ')}` : undefined;
  return { error };
}

export const componentKey = z.enum(COMPONENT_KEYS, `must be one of ${COMPONENT_KEYS.join(', ')}`);
export const weight = positive('weight').max(1000, 'must be at most 1000');
export const noise = z.strictObject(
  { noise: positive('number').max(10_000, 'must be at most 10,000') },
  knows(['noise']),
);
/** Activity is looked for 120 days back, so a longer silence cannot be told from that one. */
export const silentDays = positive('number of days').max(
  120,
  'must be at most 120 days, as far as activity is counted',
);

export const anchors = z
  .array(z.tuple([z.number('must be a number'), points]))
  .min(2, 'needs at least two anchors, such as [[0,0],[90,100]]')
  .max(50, 'must hold at most 50 anchors')
  .refine(risesInX, 'must rise strictly in their first number: sort the anchors and drop doubles')
  .refine(isMonotone, 'must only rise or only fall in their second number');

const CAP_TEXT = 'must be points with at most one decimal, such as "44.9"';
const capValue = z
  .union([z.number(), z.string().regex(/^\d+(\.\d)?$/)], CAP_TEXT)
  .transform(Number)
  .pipe(tenthPoints)
  .transform((value) => value.toFixed(1));
const capKey = z.enum(CAP_KEYS, `must be one of ${CAP_KEYS.join(', ')}`);
const capRecord = z.partialRecord(capKey, capValue, knows(CAP_KEYS));
const capList = z
  .array(z.strictObject({ when: capKey, max: capValue }, knows(['when', 'max'])))
  .refine((list) => new Set(list.map(({ when }) => when)).size === list.length, 'must name each cap once')
  .transform((list) => Object.fromEntries(list.map(({ when, max }) => [when, max])));

/** Caps as a list of conditions or as an object; either way the object comes out. */
export const caps = z.unknown().transform((value, context): z.infer<typeof capRecord> => {
  const parsed = Array.isArray(value) ? capList.safeParse(value) : capRecord.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [null];
    for (const key of keys) {
      const path = key === null ? issue.path : [...issue.path, key];
      context.addIssue({ code: 'custom', path: [...path], message: issue.message });
    }
  }
  return z.NEVER;
});

/** Strictly ascending in the first number. */
export function risesInX(list: readonly Anchor[]): boolean {
  return list.every(([x], index) => index === 0 || x > (list[index - 1]?.[0] ?? x));
}

function isMonotone(list: readonly Anchor[]): boolean {
  const steps = list.slice(1).map(([, y], index) => y - (list[index]?.[1] ?? y));
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0);
}

function isTenth(value: number): boolean {
  return Math.round(value * 10) / 10 === value;
}
