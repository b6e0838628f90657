import { z } from 'zod';
import { COMPONENT_KEYS } from '../../domain/health/components/index.ts';
import { isCleanText } from '../record/check-signal.ts';
import { anchors, CLEAN_TEXT, caps, componentKey, knows, noise, silentDays, weight } from './definition-fields.ts';

const name = z
  .string('must be text')
  .trim()
  .toLowerCase()
  .min(1, 'must not be empty')
  .max(80, 'is too long')
  .refine(isCleanText, CLEAN_TEXT);
// One name stands for a list of one.
const names = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(name, 'must be a name or a list of names').min(1, 'must hold at least one name').max(100, 'is too long'),
);
const bound = z.int('must be a whole number').min(0, 'must be 0 or more');
const range = z
  .tuple([bound, bound.nullable()], 'must be two whole numbers, such as [2,6]; null for no upper end')
  .refine(([from, to]) => to === null || from <= to, 'must not fall: write the lower number first');

const conditions = {
  plan: names.optional(),
  industry: names.optional(),
  size: range.optional(),
  tenure_months: range.optional(),
};
const MATCH_KEYS = Object.keys(conditions);
const match = z
  .strictObject(conditions, knows(MATCH_KEYS))
  .refine(
    (value) => Object.values(value).some((one) => one !== undefined),
    `must name at least one of ${MATCH_KEYS.join(', ')}`,
  );

const fields = {
  name: z
    .string('must be text')
    .regex(/^[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}$/, 'must be 1 to 40 letters, digits, spaces, dots, _ or -')
    .optional(),
  match,
  weights: z.partialRecord(componentKey, weight, knows(COMPONENT_KEYS)).optional(),
  anchors: z.partialRecord(componentKey, anchors, knows(COMPONENT_KEYS)).optional(),
  caps: caps.optional(),
  trend: noise.optional(),
  silent_days: silentDays.optional(),
};
const segment = z.strictObject(fields, knows(Object.keys(fields)));

/** Segments of a health definition, in the order in which they are tried. */
export const segments = z
  .array(segment, 'must be a list of segments')
  .max(50, 'must hold at most 50 segments')
  .refine((list) => {
    const given = list.flatMap((one) => (one.name === undefined ? [] : [one.name]));
    return new Set(given).size === given.length;
  }, 'must have different names');
