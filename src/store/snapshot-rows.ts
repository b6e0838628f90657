import { z } from 'zod';
import type { BandLabel, HealthAssessment, SeatAssessment } from '../domain/assessment.ts';
import type { AccountFacts, ExclusionReason } from '../domain/facts.ts';
import { accountRowSchema } from './accounts.ts';

/** Written by this program alone, so the shape is trusted and only its being an object is checked. */
function stored<T extends object>() {
  return z.custom<T>((value) => typeof value === 'object' && value !== null);
}

const bandSchema = z.custom<BandLabel>((value) => typeof value === 'string').nullable();

export const assessmentColumns = {
  facts: stored<AccountFacts>(),
  seats: stored<SeatAssessment>(),
  health: stored<HealthAssessment>(),
  computed_at: z.date(),
};

export const standingRowSchema = accountRowSchema.extend(assessmentColumns);
export type StandingRow = z.infer<typeof standingRowSchema>;

const bucketSchema = z.custom<SeatAssessment['bucket']>((value) => typeof value === 'string');

/** A row of sql/queries/stakes.sql. */
export const stakeRowSchema = z.strictObject({
  account_id: z.string(),
  score_tenths: z.int().nullable(),
  band: bandSchema,
  bucket: bucketSchema,
  currency: z.string(),
  mrr_minor: z.int(),
  mrr_reporting_minor: z.int().nullable(),
  paid_seats: z.int(),
  excluded: z.custom<ExclusionReason>((value) => typeof value === 'string').nullable(),
  days_to_renewal: z.int().nullable(),
  cancel_at_period_end: z.boolean().nullable(),
  unused_seats: z.int().nullable(),
  expansion: stored<NonNullable<SeatAssessment['expansion']>>().nullable(),
  quarter_change: stored<NonNullable<SeatAssessment['quarterChange']>>().nullable(),
});

export const earlierScoreSchema = z.strictObject({
  day: z.string(),
  account_id: z.string(),
  score_tenths: z.int(),
  base_tenths: z.int(),
  definition_hash: z.string(),
});
export type EarlierScoreRow = z.infer<typeof earlierScoreSchema>;

export const bucketCountSchema = z.strictObject({
  bucket: bucketSchema,
  scored: z.boolean(),
  excluded: z.string().nullable(),
  accounts: z.int(),
});
export type BucketCountRow = z.infer<typeof bucketCountSchema>;

export const atRiskLevelSchema = z.strictObject({
  account_id: z.string(),
  exposure_reporting_minor: z.int().nullable(),
  currency: z.string(),
  mrr_minor: z.int(),
  mrr_reporting_minor: z.int().nullable(),
  paid_seats: z.int(),
  active_users: z.int(),
});
export type AtRiskLevelRow = z.infer<typeof atRiskLevelSchema>;

export const weekLevelSchema = z.strictObject({
  day: z.string(),
  account_id: z.string(),
  band: bandSchema,
  score_tenths: z.int().nullable(),
  mrr_reporting_minor: z.int().nullable(),
  definition_hash: z.string(),
  excluded: z.string().nullable(),
  cancelling: z.boolean(),
});
export type WeekLevelRow = z.infer<typeof weekLevelSchema>;

export const atRiskTotalSchema = z.strictObject({ minor: z.int() });

export const shownBandSchema = z.strictObject({
  account_no: z.int(),
  band: z.enum(['CRITICAL', 'WARN', 'ok', 'healthy', 'champion']),
});

export const historyRowSchema = z.strictObject({
  day: z.string(),
  score_tenths: z.int().nullable(),
  band: bandSchema,
  definition_id: z.string(),
  definition_version: z.int(),
  definition_hash: z.string(),
});
export type HistoryRow = z.infer<typeof historyRowSchema>;

export const runRowSchema = z.strictObject({
  day: z.string(),
  revision: z.int(),
  definition_id: z.string(),
  definition_version: z.int(),
  definition_hash: z.string(),
  fleet_factor: z.int(),
  finished_at: z.date(),
  stale_sources: z.array(z.string()),
});
export type RunRow = z.infer<typeof runRowSchema>;
