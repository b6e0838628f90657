import type { Day } from '../domain/day.ts';
import type { Db } from './db.ts';
import { runQuery } from './query-file.ts';
import {
  type AtRiskLevelRow,
  atRiskLevelSchema,
  atRiskTotalSchema,
  type EarlierScoreRow,
  earlierScoreSchema,
} from './snapshot-rows.ts';

/** Scores of some days, of those of the accounts (by the vendor's own ids) that had one. */
export function loadEarlierScores(
  db: Db,
  days: readonly Day[],
  accountIds: readonly string[],
): Promise<EarlierScoreRow[]> {
  if (days.length === 0) return Promise.resolve([]);
  return runQuery(db, 'earlier-scores', earlierScoreSchema, { days, account_ids: accountIds });
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
