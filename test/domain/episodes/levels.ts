import { addDays, type Day } from '../../../src/domain/day.ts';
import type { LevelOn } from '../../../src/domain/episodes/fold.ts';
import type { DayLevel } from '../../../src/domain/episodes/level.ts';

/** A healthy account that nothing is to be said about. */
export const LEVEL: DayLevel = {
  scoreTenths: 800,
  baseTenths: 800,
  band: 'healthy',
  baseBand: 'healthy',
  bucket: 'steady',
  caps: [],
  capped: false,
  overridden: false,
  definition: 'rules',
  quarterDrop: false,
  quarterTenths: 0,
  seatsInUse: true,
  daysToRenewal: null,
  offersSeats: false,
  measured: true,
  dropPoints: 15,
};

/** The first day of the histories in these tests: a Thursday. */
export const START: Day = '2026-01-01';

/** One level per day from the first day on, each like `LEVEL` but for what is given. */
export function daily(levels: readonly Partial<DayLevel & { readonly held: boolean }>[]): LevelOn[] {
  return levels.map(({ held, ...level }, index) => ({
    day: addDays(START, index),
    level: { ...LEVEL, ...level },
    held: held ?? false,
  }));
}

/** The same level on so many days. */
export function times(
  count: number,
  level: Partial<DayLevel & { readonly held: boolean }> = {},
): Partial<DayLevel & { readonly held: boolean }>[] {
  return Array.from({ length: count }, () => level);
}

/** A level that scores so many tenths, without caps, and the band of that score without hysteresis. */
export function scored(tenths: number): Partial<DayLevel> {
  const band =
    tenths < 250 ? 'CRITICAL' : tenths < 450 ? 'WARN' : tenths < 700 ? 'ok' : tenths < 900 ? 'healthy' : 'champion';
  return { scoreTenths: tenths, baseTenths: tenths, band, baseBand: band };
}
