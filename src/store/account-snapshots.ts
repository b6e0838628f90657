import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, oneRow } from './db.ts';
import { assessmentColumns } from './snapshot-rows.ts';

const snapshotSchema = z.strictObject({
  facts: assessmentColumns.facts,
  health: assessmentColumns.health,
  day: z.string(),
  revision: z.int(),
  definition_id: z.string(),
  definition_version: z.int(),
  definition_hash: z.string(),
  fleet_factor: z.int(),
});
export type AccountSnapshot = z.infer<typeof snapshotSchema>;

const SNAPSHOT = `select day, revision, facts, health, definition_id, definition_version, definition_hash, fleet_factor
  from health_snapshots where account_id = $1`;

/** An account's newest snapshot, of days not after `upTo` when given; null without one. */
export function loadNewestSnapshot(db: Db, accountNo: number, upTo: Day | null): Promise<AccountSnapshot | null> {
  const text = `${SNAPSHOT} and ($2::date is null or day <= $2) order by day desc, revision desc limit 1`;
  return oneRow(db, snapshotSchema, text, [accountNo, upTo]);
}

/** The last word on an account's first day that has a snapshot. */
export function loadOldestSnapshot(db: Db, accountNo: number): Promise<AccountSnapshot | null> {
  return oneRow(db, snapshotSchema, `${SNAPSHOT} order by day, revision desc limit 1`, [accountNo]);
}

/** What was first said of a day, before late data. */
export function loadFirstRevision(db: Db, accountNo: number, day: Day): Promise<AccountSnapshot | null> {
  return oneRow(db, snapshotSchema, `${SNAPSHOT} and day = $2 order by revision limit 1`, [accountNo, day]);
}
