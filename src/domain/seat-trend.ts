import type { TrendDirection } from './assessment.ts';
import { medianTimes2 } from './rational.ts';

export interface SeatTrend {
  readonly direction: TrendDirection;
  /** 12 x the Theil-Sen slope in people per 30-day window; null with fewer than two windows. */
  readonly slopeX12: number | null;
}

export interface SeatTrendRule {
  /** Slope per window, as a percentage of the account's own median level, that counts as a move. */
  readonly pct: number;
  /** People between the last window and the best (worst) earlier one that a move needs at least. */
  readonly min_people: number;
}

/**
 * Direction of the distinct people in full 30-day windows, oldest first, at most four.
 * Theil-Sen estimator (the median of all pairwise slopes), so that one odd month does not decide.
 */
export function seatTrend(windows: readonly number[], rule: SeatTrendRule): SeatTrend {
  const level = medianTimes2(windows);
  const last = windows.at(-1);
  const slope = medianTimes2(slopesTimes6(windows));
  if (level === null || last === undefined || slope === null) return { direction: 'unknown', slopeX12: null };
  const slopeX12 = Number(slope);
  const earlier = windows.slice(0, -1);
  const threshold = 6n * BigInt(rule.pct) * level;
  const falls = 100n * slope <= -threshold && Math.max(...earlier) - last >= rule.min_people;
  const climbs = 100n * slope >= threshold && last - Math.min(...earlier) >= rule.min_people;
  if (level === 0n) return { direction: 'flat', slopeX12 };
  return { direction: falls ? 'dropping' : climbs ? 'rising' : 'flat', slopeX12 };
}

// Distances between four windows are 1 to 3, so six times each slope is whole.
function slopesTimes6(windows: readonly number[]): number[] {
  const slopes: number[] = [];
  for (const [i, from] of windows.entries()) {
    for (let j = i + 1; j < windows.length; j += 1) slopes.push((((windows[j] ?? from) - from) * 6) / (j - i));
  }
  return slopes;
}
