import { type Observation, RANKINGS, type RankingKey } from './observation.ts';
import { rankable, type TopMetrics, topMetrics } from './rank-metrics.ts';
import { aucMicros, rankRows } from './ranking.ts';
import { createDraw, type Interval, interval95, resampleClusters } from './resample.ts';

/** One way of ranking, measured on the rows that it knows. AUC in millionths. */
export interface RankingResult extends TopMetrics {
  readonly ranking: RankingKey;
  readonly rows: number;
  readonly auc: number | null;
  readonly aucInterval: Interval | null;
  /** AUC of the shown score minus this one's, on the same rows and the same draws. */
  readonly lead: number | null;
  readonly leadInterval: Interval | null;
}

export interface ComparisonOptions {
  /** Accounts that can be called per cut-off day. */
  readonly calls: number;
  readonly draws: number;
  readonly seed: number;
}

/** Every ranking with its bootstrap intervals, drawn by account. */
export function compareRankings(observations: readonly Observation[], options: ComparisonOptions): RankingResult[] {
  return RANKINGS.map((ranking) => measure(observations, ranking, options));
}

function measure(observations: readonly Observation[], key: RankingKey, options: ComparisonOptions): RankingResult {
  const { rows, values, churned } = rankable(observations, key);
  const own = rankRows(values, churned);
  const shown = rankRows(
    rows.map((row) => row.values.score ?? 0),
    churned,
  );
  const auc = aucMicros(own);
  const shownAuc = aucMicros(shown);
  const [aucs, leads] = [[] as number[], [] as number[]];
  const { clusterOf, clusters } = clustersOf(rows);
  // Every ranking begins at the same seed, so that rankings of the same rows meet the same draws.
  const draw = createDraw(options.seed);
  for (let drawn = 0; drawn < options.draws && auc !== null; drawn++) {
    const weights = resampleClusters(clusterOf, clusters, draw);
    const here = aucMicros(own, weights);
    const there = aucMicros(shown, weights);
    if (here === null || there === null) continue;
    aucs.push(here);
    leads.push(there - here);
  }
  return {
    ranking: key,
    rows: rows.length,
    auc,
    aucInterval: interval95(aucs),
    lead: auc === null || shownAuc === null ? null : shownAuc - auc,
    leadInterval: interval95(leads),
    ...topMetrics(observations, key, options.calls),
  };
}

function clustersOf(rows: readonly Observation[]): { clusterOf: number[]; clusters: number } {
  const numbers = new Map<string, number>();
  const clusterOf = rows.map(({ accountId }) => {
    const known = numbers.get(accountId) ?? numbers.size;
    numbers.set(accountId, known);
    return known;
  });
  return { clusterOf, clusters: numbers.size };
}
