/** A seeded generator of whole numbers in [0, limit): the same seed gives the same draws on every machine. */
export type Draw = (limit: number) => number;

/** Xorshift (Marsaglia 2003), 32 bits of state; a seed of 0 would stay 0 and is replaced. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0 || 0x9e3779b9;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  // Seeds that are near each other begin alike; a few steps part them.
  for (let step = 0; step < 16; step++) next();
  return (limit) => next() % limit;
}

/**
 * How often each row counts when whole clusters are drawn with replacement, as many as there are. Rows of one account
 * on several days are alike, so drawing single rows would pretend to more evidence than there is.
 */
export function resampleClusters(clusterOf: readonly number[], clusters: number, draw: Draw): Int32Array {
  const times = new Int32Array(clusters);
  for (let drawn = 0; drawn < clusters; drawn++) {
    const cluster = draw(clusters);
    times[cluster] = (times[cluster] ?? 0) + 1;
  }
  return Int32Array.from(clusterOf, (cluster) => times[cluster] ?? 0);
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const FEWEST_DRAWS = 40;

/** The middle 95 % of drawn values by nearest rank; null with too few of them to tell. */
export function interval95(values: readonly number[]): Interval | null {
  if (values.length < FEWEST_DRAWS) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (perMille: number): number => sorted[Math.ceil((perMille * sorted.length) / 1000) - 1] ?? 0;
  return { low: rank(25), high: rank(975) };
}
