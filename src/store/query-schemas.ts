import type { z } from 'zod';
import { lookupRowSchema, similarRowSchema } from './account-search.ts';
import { ledgerRowSchema, roleRowSchema } from './account-seats.ts';
import { episodeEarlierSchema, episodeLevelSchema } from './episode-levels.ts';
import { healthInputsSchema } from './facts-row.ts';
import { ruleActivitySchema, rulePersonSchema } from './rule-activity.ts';
import {
  atRiskLevelSchema,
  atRiskTotalSchema,
  bandHistorySchema,
  bucketCountSchema,
  earlierScoreSchema,
  levelRowSchema,
  shownBandSchema,
  standingRowSchema,
} from './snapshot-rows.ts';
import { sourcePulseSchema } from './sources.ts';

/** The row schema of every read model in sql/queries, by file name. A new file is a line here. */
export const QUERY_SCHEMAS = {
  'account-lookup': lookupRowSchema,
  'account-roles': roleRowSchema,
  'account-similar': similarRowSchema,
  'at-risk-levels': atRiskLevelSchema,
  'at-risk-total': atRiskTotalSchema,
  'band-history': bandHistorySchema,
  'bucket-counts': bucketCountSchema,
  'earlier-scores': earlierScoreSchema,
  'episode-earlier': episodeEarlierSchema,
  'episode-levels': episodeLevelSchema,
  'health-inputs': healthInputsSchema,
  'rule-activity': ruleActivitySchema,
  'rule-people': rulePersonSchema,
  'seat-ledger': ledgerRowSchema,
  'shown-bands': shownBandSchema,
  'source-pulses': sourcePulseSchema,
  'snapshot-levels': levelRowSchema,
  standings: standingRowSchema,
} as const satisfies Readonly<Record<string, z.ZodObject>>;
