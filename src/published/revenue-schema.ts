import { z } from 'zod';
import { MOVEMENT_KINDS } from '../domain/revenue/movements.ts';
import { accountShape, daySchema, moneySchema, tenthsSchema } from './account-schema.ts';
import { adoptionSchema } from './adoption-schema.ts';
import { standShape, totalSchema } from './report-schemas.ts';

const monthSchema = z.string().regex(/^\d{4}-\d{2}$/);
const share = tenthsSchema.nullable();

const levelSchema = z
  .strictObject({ day: daySchema, mrr: totalSchema, paying_accounts: z.int(), uncounted: z.int() })
  .meta({
    id: 'RevenueLevel',
    description: 'MRR at the local midnight that begins the day, at the rates of that day.',
  });

const movementSchema = z
  .strictObject({ ...moneySchema.shape, accounts: z.int() })
  .meta({ id: 'Movement', description: 'Signed; all kinds add up to the change exactly.' });

const retentionSchema = z
  .strictObject({
    months: z.int(),
    from: daySchema,
    to: daySchema,
    accounts: z.int(),
    kept_accounts: z.int(),
    nrr: share,
    grr: share,
    logo_retention: share,
    expansion_rate: share,
    start: moneySchema,
    end: moneySchema,
    expansion: moneySchema,
    contraction: moneySchema,
    churned: moneySchema,
    unmeasured: z.int(),
  })
  .meta({ id: 'Retention', description: 'Of the accounts that paid at the start.' });

const usersSchema = z.strictObject({ start: z.int(), end: z.int() });

/** Revenue over months and the use of seats, for leaders. */
export const portfolioSchema = z
  .strictObject({
    ...standShape,
    currency: z.string(),
    from: monthSchema,
    to: monthSchema,
    opening: levelSchema,
    closing: levelSchema,
    arr: totalSchema.describe('12 x the closing MRR.'),
    arpa: moneySchema.nullable().describe('MRR per paying account.'),
    arpu: z.strictObject({
      from: daySchema,
      to: daySchema,
      per_paid_seat: moneySchema.nullable(),
      per_active_user: moneySchema.nullable(),
      paid_seats: usersSchema,
      active_users: usersSchema.nullable(),
    }),
    months: z.array(
      z.strictObject({
        month: monthSchema,
        from: daySchema,
        to: daySchema,
        complete: z.boolean(),
        closing: levelSchema,
        movements: z.record(z.enum(MOVEMENT_KINDS), movementSchema),
        change: moneySchema,
      }),
    ),
    retention: z.array(retentionSchema),
    uncounted: z.array(
      z.strictObject({
        account_id: accountShape.account_id,
        name: accountShape.name,
        reason: z.enum(['no_rate', 'unknown_mrr']),
      }),
    ),
    adoption: adoptionSchema,
  })
  .meta({ id: 'PortfolioReport', description: 'Money in minor units of the reporting currency.' });
