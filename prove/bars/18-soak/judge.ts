import type { Holding } from './probe.ts';

export interface Sample extends Holding {
  /** Requests that were answered until then. */
  readonly requests: number;
}

const MB = 2 ** 20;
/** Bytes for each 100,000 requests. */
const MOST_SLOPE = MB;
/** What caches, compiled code and the signatures of five minutes add to a run of few requests, which says little. */
const NOISE = 16 * MB;
const FEW = 500_000;
/** Connections and timers come and go with the load. */
const MOST_MORE = 10;

/** Whether a process holds ever more. The first quarter is for what is made once: caches, pools, compiled code. */
export function growth(samples: readonly Sample[]): { readonly failures: string[]; readonly slopeMb: number } {
  const settled = samples.slice(Math.floor(samples.length / 4));
  const [first, last] = [settled[0], settled.at(-1)];
  if (first === undefined || last === undefined || settled.length < 3) {
    return { failures: [`only ${samples.length} samples were taken`], slopeMb: Number.NaN };
  }
  const slope = slopeOf(settled);
  const span = last.requests - first.requests;
  const allowed = (MOST_SLOPE * span) / 100_000;
  const heap = slope * span > (span < FEW ? Math.max(NOISE, allowed) : allowed);
  const slopeMb = (slope * 100_000) / MB;
  const failures = heap ? [`the heap grows by ${slopeMb.toFixed(1)} MB with 100,000 requests`] : [];
  for (const what of ['timers', 'handles'] as const) {
    const half = Math.ceil(settled.length / 2);
    const before = Math.max(...settled.slice(0, half).map((sample) => sample[what]));
    if (last[what] > before + MOST_MORE) failures.push(`${what} grow: ${before} and then ${last[what]}`);
  }
  return { failures, slopeMb };
}

/** Bytes a request, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const x = mean(samples.map(({ requests }) => requests));
  const y = mean(samples.map(({ heapBytes }) => heapBytes));
  const products = samples.reduce((sum, sample) => sum + (sample.requests - x) * (sample.heapBytes - y), 0);
  const squares = samples.reduce((sum, { requests }) => sum + (requests - x) ** 2, 0);
  return squares === 0 ? 0 : products / squares;
}
