import { z } from 'zod';
import type { HealthAssessment } from '../domain/assessment.ts';
import type { Day } from '../domain/day.ts';
import { type Db, rows } from './db.ts';
import { assessmentColumns } from './snapshot-rows.ts';

const rowSchema = z.strictObject({
  account_no: z.int(),
  day: z.string(),
  facts: assessmentColumns.facts,
  override: z.custom<NonNullable<HealthAssessment['override']>>((value) => typeof value === 'object').nullable(),
});
export type SnapshotFacts = z.infer<typeof rowSchema>;

/** What the snapshots of days were made from, as the days stand now: by account number, then day. */
export function loadSnapshotFacts(
  db: Db,
  filter: {
    readonly days: readonly Day[];
    /** Null: every account. */
    readonly accountNos: readonly number[] | null;
  },
): Promise<SnapshotFacts[]> {
  return rows(
    db,
    rowSchema,
    `select distinct on (account_id, day) account_id as account_no, day, facts, health->'override' as override
     from health_snapshots where day = any ($1) and ($2::bigint[] is null or account_id = any ($2))
     order by account_id, day, revision desc`,
    [filter.days, filter.accountNos],
  );
}

/** Numbers of the accounts that have a snapshot on one of the days. */
export async function loadSnapshotAccounts(db: Db, days: readonly Day[]): Promise<number[]> {
  const text = 'select distinct account_id as account_no from health_snapshots where day = any ($1) order by 1';
  return (await rows(db, z.strictObject({ account_no: z.int() }), text, [days])).map((row) => row.account_no);
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
