import { compareIds } from '../compare-ids.ts';
import { areMonotone, type BandRate, bandRates } from './band-rates.ts';
import { type ComparisonOptions, compareRankings, type RankingResult } from './compare-rankings.ts';
import { type Observation, RANKINGS, type RankingKey } from './observation.ts';
import { rankable } from './rank-metrics.ts';
import { aucMicros, rankRows } from './ranking.ts';
import { type LeadRecall, recallAtLeads } from './recall-at-leads.ts';
import { type SizeName, sizeTerciles } from './size-terciles.ts';

export interface TercileResult {
  readonly size: SizeName;
  readonly upTo: number | null;
  readonly rows: number;
  readonly churned: number;
  /** Millionths per ranking; null without both kinds of rows. */
  readonly aucs: Readonly<Record<RankingKey, number | null>>;
  readonly bands: readonly BandRate[];
}

export interface Evaluation {
  readonly rows: number;
  readonly churned: number;
  readonly accounts: number;
  readonly days: number;
  readonly calls: number;
  readonly draws: number;
  readonly rankings: readonly RankingResult[];
  readonly bands: readonly BandRate[];
  readonly monotone: boolean;
  readonly terciles: readonly TercileResult[];
  readonly leads: readonly LeadRecall[];
}

/** How well scores of past days told who would churn, against simpler rankings. Same input, same result. */
export function evaluate(given: readonly Observation[], options: ComparisonOptions): Evaluation {
  // In one order, so that the draws do not depend on how a file was sorted.
  const observations = [...given].sort((a, b) => compareIds(a.accountId, b.accountId) || compareIds(a.day, b.day));
  const bands = bandRates(observations);
  return {
    rows: observations.length,
    churned: observations.filter((row) => row.churned).length,
    accounts: new Set(observations.map((row) => row.accountId)).size,
    days: new Set(observations.map((row) => row.day)).size,
    calls: options.calls,
    draws: options.draws,
    rankings: compareRankings(observations, options),
    bands,
    monotone: areMonotone(bands),
    terciles: sizeTerciles(observations).map(({ size, upTo, rows }) => ({
      size,
      upTo,
      rows: rows.length,
      churned: rows.filter((row) => row.churned).length,
      aucs: aucsOf(rows),
      bands: bandRates(rows),
    })),
    leads: recallAtLeads(observations),
  };
}

function aucsOf(observations: readonly Observation[]): Record<RankingKey, number | null> {
  const auc = (key: RankingKey): number | null => {
    const { values, churned } = rankable(observations, key);
    return aucMicros(rankRows(values, churned));
  };
  return Object.fromEntries(RANKINGS.map((key) => [key, auc(key)])) as Record<RankingKey, number | null>;
}
