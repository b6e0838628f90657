import { z } from 'zod';
import type { HealthAssessment } from '../domain/assessment.ts';
import type { Day } from '../domain/day.ts';
import { type Db, rows } from './db.ts';
import { assessmentColumns } from './snapshot-rows.ts';

const rowSchema = z.strictObject({
  account_no: z.int(),
  facts: assessmentColumns.facts,
  override: z.custom<NonNullable<HealthAssessment['override']>>((value) => typeof value === 'object').nullable(),
});
export type SnapshotFacts = z.infer<typeof rowSchema>;

/** What a day's snapshots were made from, as the day stands now, by account number. */
export function loadSnapshotFacts(db: Db, day: Day): Promise<SnapshotFacts[]> {
  return rows(
    db,
    rowSchema,
    `select distinct on (account_id) account_id as account_no, facts, health->'override' as override
     from health_snapshots where day = $1 order by account_id, revision desc`,
    [day],
  );
}

const nameSchema = z.strictObject({ account_no: z.int(), name: z.string() });

/** Names by account number. */
export async function loadAccountNames(db: Db, accountNos: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const text = 'select account_id as account_no, name from accounts where account_id = any ($1)';
  return new Map((await rows(db, nameSchema, text, [accountNos])).map(({ account_no, name }) => [account_no, name]));
}

/** Those of the days on whose last run activity looked broken. */
export async function loadHeldDays(db: Db, days: readonly Day[]): Promise<ReadonlySet<Day>> {
  const found = await rows(
    db,
    z.strictObject({ day: z.string() }),
    `select day from (
       select distinct on (day) day, stale_sources from snapshot_runs where day = any ($1) order by day, revision desc
     ) runs where 'activity' = any (stale_sources)`,
    [days],
  );
  return new Set(found.map(({ day }) => day));
}
