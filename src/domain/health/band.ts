import type { Band } from '../assessment.ts';
import type { HealthDefinition } from '../definition.ts';

type Bands = Pick<HealthDefinition, 'bands' | 'hysteresis'>;

/** The band whose lower bound is the highest one not above the score (tenths of a point). */
export function bandOf(scoreTenths: number, { bands }: Pick<Bands, 'bands'>): Band {
  let found: Band = 'CRITICAL';
  for (const [band, lower] of bands) if (scoreTenths >= tenths(lower)) found = band;
  return found;
}

/**
 * The band that is shown: a worse one at once, a better one only from its lower bound plus the hysteresis on.
 * `previous` is the band shown the day before; null on the first day.
 */
export function bandWithHysteresis(scoreTenths: number, previous: Band | null, definition: Bands): Band {
  const raw = bandOf(scoreTenths, definition);
  if (previous === null || bandRank(raw, definition) <= bandRank(previous, definition)) return raw;
  const reached = bandOf(scoreTenths - tenths(definition.hysteresis), definition);
  return bandRank(reached, definition) > bandRank(previous, definition) ? reached : previous;
}

/** Position from the worst band upwards; -1 for a band the definition does not have. */
export function bandRank(band: Band, { bands }: Pick<Bands, 'bands'>): number {
  return bands.findIndex(([name]) => name === band);
}

function tenths(points: number): number {
  return Math.round(points * 10);
}
