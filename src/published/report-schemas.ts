import { z } from 'zod';
import { accountSchema, accountShape, bandSchema, daySchema, moneySchema, tenthsSchema } from './account-schema.ts';

/** Of what moment the numbers are and how old the data is; every answer carries it. */
export const standShape = {
  as_of: accountShape.as_of,
  data: z
    .array(z.strictObject({ source: z.string(), age_minutes: z.int(), stale: z.boolean() }))
    .describe('How old the newest signal of each kind is.'),
  stale: z.boolean().describe('Usage looked broken: scores may be too low.'),
  replica_behind_seconds: z
    .int()
    .optional()
    .describe('Read from a replica of the database, which may be so far behind; absent: from the database itself.'),
};
const definition = accountShape.definition;

export const accountsPageSchema = z
  .strictObject({
    ...standShape,
    definition,
    accounts: z.array(accountSchema),
    next_cursor: z.string().nullable().describe('Ask again with it for the next page; null: this was the last.'),
  })
  .meta({ id: 'AccountsPage' });

export const accountAnswerSchema = z
  .strictObject({
    ...accountShape,
    data: standShape.data,
    stale: standShape.stale,
    replica_behind_seconds: standShape.replica_behind_seconds,
    computed_at: z.iso.datetime(),
    live: z.boolean().describe('Computed for this answer: the account has no snapshot yet.'),
    change_7d: tenthsSchema.nullable().describe('Against the snapshot of a week before, under the same rules.'),
  })
  .meta({ id: 'AccountAnswer' });

export const historySchema = z
  .strictObject({
    account_id: accountShape.account_id,
    ...standShape,
    definition,
    history: z.array(
      z.strictObject({
        date: daySchema,
        score: tenthsSchema.nullable(),
        band: bandSchema.nullable(),
        rules_change: z.strictObject({ from: z.string(), to: z.string() }).optional(),
      }),
    ),
  })
  .meta({ id: 'History' });

export const totalSchema = z
  .strictObject({
    ...moneySchema.shape,
    partial: z.boolean().describe('Some accounts have no rate and are not in it.'),
  })
  .meta({ id: 'MoneyTotal', description: 'Minor units of the reporting currency, per month.' });

export const utilizationReportSchema = z
  .strictObject({
    ...standShape,
    definition,
    ranked: z.int(),
    total: z.int(),
    at_risk: z.array(accountSchema),
    dormant: z.array(accountSchema),
    ramping: z.array(accountSchema),
    expansion: z.array(accountSchema),
    totals: z.strictObject({
      at_risk: totalSchema,
      dormant: totalSchema,
      ramping: totalSchema,
      expansion: totalSchema,
    }),
    not_ranked: z.strictObject({
      small: z.int(),
      usage_based: z.int(),
      no_signal: z.int(),
      onboarding: z.int(),
      no_seats: z.int(),
      otherwise_excluded: z.int(),
    }),
  })
  .meta({ id: 'UtilizationReport' });

export const healthReportSchema = z
  .strictObject({ ...standShape, definition, accounts: z.array(accountSchema) })
  .meta({ id: 'HealthReport', description: 'Every account, the lowest score first; those without a score last.' });
