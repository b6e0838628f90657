import { z } from 'zod';

const DAYS = 7;
const MOST_DAYS = 90;

export interface EpisodesSettings {
  /** Days after the reminder until an alert that nobody took goes to whoever stands in; null: never. */
  readonly escalateAfterDays: number | null;
}

/** The part of the settings file about alerts that nobody takes. */
export const episodesSchema = z
  .strictObject({
    escalate_after_days: z
      .int('must be a whole number of days, or null for never')
      .min(1, 'must be at least 1 day; null is never')
      .max(MOST_DAYS, `must be at most ${MOST_DAYS} days; null is never`)
      .nullable()
      .default(DAYS),
  })
  .transform((given): EpisodesSettings => ({ escalateAfterDays: given.escalate_after_days }));
