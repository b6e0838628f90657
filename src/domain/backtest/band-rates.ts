import type { Band } from '../assessment.ts';
import type { Observation } from './observation.ts';

export interface BandRate {
  readonly band: Band;
  readonly rows: number;
  readonly churned: number;
}

const WORST_FIRST: readonly Band[] = ['CRITICAL', 'WARN', 'ok', 'healthy', 'champion'];

/** How many churned of each band's rows, worst band first. */
export function bandRates(observations: readonly Observation[]): BandRate[] {
  return WORST_FIRST.map((band) => {
    const rows = observations.filter((row) => row.band === band);
    return { band, rows: rows.length, churned: rows.filter((row) => row.churned).length };
  });
}

/** Whether no better band churns more often than a worse one; empty bands say nothing. */
export function areMonotone(rates: readonly BandRate[]): boolean {
  const filled = rates.filter(({ rows }) => rows > 0);
  return filled.every((rate, place) => {
    const worse = filled[place - 1];
    return worse === undefined || rate.churned * worse.rows <= worse.churned * rate.rows;
  });
}
