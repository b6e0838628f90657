import { z } from 'zod';
import { accountShape, bandSchema, daySchema, tenthsSchema } from './account-schema.ts';
import { standShape } from './report-schemas.ts';

const pointSchema = z.strictObject({
  date: daySchema,
  score: tenthsSchema.nullable(),
  band: bandSchema.nullable(),
  definition: z.string(),
  definition_hash: z.string(),
  segment: z.string().optional(),
});

export const termSchema = z.strictObject({
  key: z.string(),
  kind: z.enum(['behaviour', 'coverage', 'definition', 'cap', 'override', 'late_data']),
  points: tenthsSchema,
  text: z.string(),
});

/** Why a score moved between two days. */
export const whySchema = z
  .strictObject({
    account_id: accountShape.account_id,
    from: pointSchema.nullable().describe('Null: nothing earlier is stored.'),
    to: pointSchema,
    change: tenthsSchema.nullable(),
    terms: z.array(termSchema).describe('Their points add up to change exactly.'),
    reason: z.string().optional().describe('Why there are no terms.'),
    ...standShape,
  })
  .meta({ id: 'Why' });
