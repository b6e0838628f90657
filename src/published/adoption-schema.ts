import { z } from 'zod';
import { tenthsSchema } from './account-schema.ts';

const share = tenthsSchema.nullable();

const milestoneSchema = z
  .strictObject({
    days: z.int(),
    target_percent: z.int(),
    n: z.int(),
    reached: z.int(),
    weighted: share,
    median: share,
  })
  .meta({ id: 'Milestone' });

const cohortsSchema = z.strictObject({
  by: z.enum(['month', 'industry', 'size', 'plan']),
  shown: z.array(
    z.strictObject({
      cohort: z.string().nullable(),
      n: z.int(),
      active: z.int(),
      paid: z.int(),
      weighted: tenthsSchema,
      median: tenthsSchema,
      lower_quartile: tenthsSchema,
      upper_quartile: tenthsSchema,
    }),
  ),
  hidden: z.strictObject({ cohorts: z.int(), accounts: z.int() }).describe('Groups of fewer than five accounts.'),
});

/** How seats are used over the portfolio. */
export const adoptionSchema = z
  .strictObject({
    accounts: z.int(),
    cohorts: z.array(cohortsSchema),
    milestones: z
      .strictObject({ purchases: z.array(milestoneSchema), tranches: z.array(milestoneSchema) })
      .nullable()
      .describe('Null: the rule for who is active counts named events.'),
    support: z
      .strictObject({
        tickets_30d: z.int(),
        active_users_30d: z.int(),
        per_100_active: share,
        urgent_share: share,
        median_first_reply_minutes: z.int().nullable(),
        median_resolution_minutes: z.int().nullable(),
      })
      .nullable()
      .describe('Null: no source of tickets is connected.'),
    automation: z
      .strictObject({ share, share_90d_ago: share })
      .nullable()
      .describe('Null: no event ever said that a program made it.'),
    seat_fit: z
      .strictObject({
        accounts: z.strictObject({ fit: z.int(), watch: z.int(), weak: z.int() }),
        median: share,
        unknown: z.int(),
      })
      .nullable(),
    pilot_candidates: z.array(
      z.strictObject({
        by: z.enum(['industry', 'size', 'plan']),
        segment: z.string().nullable(),
        n: z.int(),
        share,
        share_90d_ago: share,
        seat_change: z.int(),
      }),
    ),
  })
  .meta({ id: 'Adoption', description: 'Use of the paid seats; no account and no person is named.' });
