import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import type { Db } from './db.ts';
import { runQuery } from './query-file.ts';

export const lossOutcomeSchema = z.strictObject({
  external_id: z.string(),
  day: z.string(),
  churned_on: z.string().nullable(),
  lost: z.array(z.strictObject({ minor: z.int(), currency: z.string() })),
});
/** What became of an account within some days after a first of a month. */
export type LossOutcome = z.infer<typeof lossOutcomeSchema>;

/**
 * What became of every account that was a customer on a first of a month, from the month of the first stored loss to
 * the last one whose `horizonDays` were over by `today`.
 */
export function readLossOutcomes(db: Db, today: Day, horizonDays: number): Promise<LossOutcome[]> {
  return runQuery(db, 'loss-outcomes', lossOutcomeSchema, { today, horizon_days: horizonDays });
}
