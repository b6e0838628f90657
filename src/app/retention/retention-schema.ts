import { z } from 'zod';
import { LONGEST_DAYS, RETENTION_DEFAULTS, type Retention } from '../../domain/retention.ts';

/**
 * The least that is needed: events for windows of 30 days and for telling what comes twice, counts and scores for
 * comparing with a year ago, messages and deliveries for repetitions, the audit for a year.
 */
const FIELDS = {
  raw_events_days: ['rawEventDays', 45],
  rollups_days: ['rollupDays', 400],
  snapshots_days: ['snapshotDays', 400],
  messages_days: ['messageDays', 35],
  deliveries_days: ['deliveryDays', 35],
  outreach_days: ['outreachDays', 365],
  audit_days: ['auditDays', 365],
} as const satisfies Readonly<Record<string, readonly [keyof Retention, number]>>;

function days([field, least]: readonly [keyof Retention, number]) {
  return z
    .int('must be a whole number of days')
    .min(least, `must be at least ${least} days`)
    .max(LONGEST_DAYS, `must be at most ${LONGEST_DAYS} days, which are 20 years and a week`)
    .default(RETENTION_DEFAULTS[field]);
}

/** The part of the settings file about how long what is kept. */
export const retentionSchema = z
  .strictObject({
    raw_events_days: days(FIELDS.raw_events_days),
    rollups_days: days(FIELDS.rollups_days),
    snapshots_days: days(FIELDS.snapshots_days),
    messages_days: days(FIELDS.messages_days),
    deliveries_days: days(FIELDS.deliveries_days),
    outreach_days: days(FIELDS.outreach_days),
    audit_days: days(FIELDS.audit_days),
  })
  .transform(
    (given): Retention => ({
      rawEventDays: given.raw_events_days,
      rollupDays: given.rollups_days,
      snapshotDays: given.snapshots_days,
      messageDays: given.messages_days,
      deliveryDays: given.deliveries_days,
      outreachDays: given.outreach_days,
      auditDays: given.audit_days,
    }),
  );
