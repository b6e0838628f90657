import { groupBy } from '../group-by.ts';
import { reduced, roundHalfUp } from '../rational.ts';
import type { Observation, RankingKey } from './observation.ts';
import { hitsAmongLowest, rankRows, type Share } from './ranking.ts';

/** How good the lowest places of a ranking are. */
export interface TopMetrics {
  /** Churn rate of the lowest tenth over that of all, in hundredths; null when nobody churned. */
  readonly liftHundredths: number | null;
  /** Churned among the `calls` lowest of each cut-off day, in tenths of a percent. */
  readonly precisionTenths: number | null;
  /** Of all who churned, those among the `calls` lowest of their day, in tenths of a percent. */
  readonly recallTenths: number | null;
}

/** Rows that a ranking knows, with their values. */
export function rankable(observations: readonly Observation[], key: RankingKey) {
  const rows = observations.filter((row) => row.values[key] !== null);
  return { rows, values: rows.map((row) => row.values[key] ?? 0), churned: rows.map((row) => row.churned) };
}

/** Lift, precision and recall of the accounts that would be called first. */
export function topMetrics(observations: readonly Observation[], key: RankingKey, calls: number): TopMetrics {
  const { rows, values, churned } = rankable(observations, key);
  const left = BigInt(churned.filter(Boolean).length);
  if (left === 0n) return { liftHundredths: null, precisionTenths: null, recallTenths: null };
  const tenth = Math.ceil(rows.length / 10);
  const lowest = hitsAmongLowest(rankRows(values, churned), tenth);
  const called = callsOfEachDay(rows, key, calls);
  return {
    liftHundredths: Number(roundHalfUp(100n * lowest.num * BigInt(rows.length), lowest.den * BigInt(tenth) * left)),
    precisionTenths: Number(roundHalfUp(1000n * called.hits.num, called.hits.den * BigInt(called.made))),
    recallTenths: Number(roundHalfUp(1000n * called.hits.num, called.hits.den * left)),
  };
}

function callsOfEachDay(rows: readonly Observation[], key: RankingKey, calls: number): { hits: Share; made: number } {
  const days = groupBy(rows, ({ day }) => day);
  let [hits, made]: [Share, number] = [{ num: 0n, den: 1n }, 0];
  for (const onDay of days.values()) {
    const { values, churned } = rankable(onDay, key);
    const count = Math.min(calls, onDay.length);
    const { num, den } = hitsAmongLowest(rankRows(values, churned), count);
    hits = reduced(hits.num * den + num * hits.den, hits.den * den);
    made += count;
  }
  return { hits, made };
}
