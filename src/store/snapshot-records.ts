import { z } from 'zod';
import type { HealthAssessment } from '../domain/assessment.ts';
import type { Day } from '../domain/day.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { type Db, rows } from './db.ts';

const recordSchema = z.strictObject({
  account_no: z.int(),
  account_id: z.string(),
  revision: z.int(),
  definition_hash: z.string(),
  fleet_factor: z.int(),
  input_hash: z.string(),
  // Written by this program alone: their shape is trusted, their content is what is checked.
  facts: z.custom<AccountFacts>((value) => typeof value === 'object' && value !== null),
  health: z.custom<HealthAssessment>((value) => typeof value === 'object' && value !== null),
  columns: z.record(z.string(), z.unknown()),
});
/** A stored snapshot, and all its columns as they are. */
export type SnapshotRecord = z.infer<typeof recordSchema>;

/** Every revision of every snapshot of a day. */
export function loadSnapshotRecords(db: Db, day: Day): Promise<SnapshotRecord[]> {
  return rows(
    db,
    recordSchema,
    `select h.account_id as account_no, a.external_id as account_id, h.revision, h.definition_hash, h.fleet_factor,
       h.input_hash, h.facts, h.health, to_jsonb(h) - 'computed_at' as columns
     from health_snapshots h join accounts a using (account_id)
     where h.day = $1 order by h.account_id, h.revision`,
    [day],
  );
}
