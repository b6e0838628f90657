import type { Observation } from './observation.ts';

export type SizeName = 'small' | 'middle' | 'large';

export interface SizeTercile {
  readonly size: SizeName;
  /** Most seats in it; null for the largest. */
  readonly upTo: number | null;
  readonly rows: readonly Observation[];
}

/** Rows by seats in three parts, as equal as whole seat counts allow: large accounts churn less whatever they do. */
export function sizeTerciles(observations: readonly Observation[]): SizeTercile[] {
  const seats = observations.map((row) => row.seats).sort((a, b) => a - b);
  const first = seats[Math.ceil(seats.length / 3) - 1] ?? 0;
  const second = seats[Math.ceil((2 * seats.length) / 3) - 1] ?? 0;
  return [
    { size: 'small', upTo: first, rows: observations.filter((row) => row.seats <= first) },
    { size: 'middle', upTo: second, rows: observations.filter((row) => row.seats > first && row.seats <= second) },
    { size: 'large', upTo: null, rows: observations.filter((row) => row.seats > second) },
  ];
}
