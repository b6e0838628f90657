import type { Bucket } from '../domain/assessment.ts';
import type { Day } from '../domain/day.ts';
import type { Db } from './db.ts';
import { runQuery } from './query-file.ts';
import {
  type AtRiskLevelRow,
  atRiskLevelSchema,
  atRiskTotalSchema,
  type BandHistoryRow,
  bandHistorySchema,
  type EarlierScoreRow,
  earlierScoreSchema,
  type LevelRow,
  levelRowSchema,
} from './snapshot-rows.ts';

/** What comparing days needs, for every account that has a snapshot on one of them. */
export function loadLevels(db: Db, days: readonly Day[]): Promise<LevelRow[]> {
  return days.length === 0 ? Promise.resolve([]) : runQuery(db, 'snapshot-levels', levelRowSchema, { days });
}

/** Scores of some days, of the accounts that had one. */
export function loadEarlierScores(db: Db, days: readonly Day[]): Promise<EarlierScoreRow[]> {
  return days.length === 0 ? Promise.resolve([]) : runQuery(db, 'earlier-scores', earlierScoreSchema, { days });
}

/** Seats at risk of a day in minor units of the reporting currency. */
export async function loadAtRiskTotal(db: Db, day: Day): Promise<number> {
  const [total] = await runQuery(db, 'at-risk-total', atRiskTotalSchema, { day });
  return total?.minor ?? 0;
}

/** The accounts at risk on a day and what their exposure is made of. */
export function loadAtRiskLevels(db: Db, day: Day): Promise<AtRiskLevelRow[]> {
  return runQuery(db, 'at-risk-levels', atRiskLevelSchema, { day });
}

/** Bands and buckets of some accounts, newest first within each. */
export function loadBandHistory(
  db: Db,
  { accountIds, from, to }: { readonly accountIds: readonly string[]; readonly from: Day; readonly to: Day },
): Promise<BandHistoryRow[]> {
  if (accountIds.length === 0) return Promise.resolve([]);
  return runQuery(db, 'band-history', bandHistorySchema, { account_ids: accountIds, from, to });
}

/** Which of the accounts were in a bucket on some day of `[from, to)`. */
export async function loadOnceInBucket(
  db: Db,
  filter: { readonly accountIds: readonly string[]; readonly bucket: Bucket; readonly from: Day; readonly to: Day },
): Promise<ReadonlySet<string>> {
  const { accountIds, bucket, from, to } = filter;
  if (accountIds.length === 0) return new Set();
  const history = await loadBandHistory(db, { accountIds, from, to });
  return new Set(history.filter((row) => row.bucket === bucket && row.day < to).map((row) => row.account_id));
}
