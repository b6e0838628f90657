import { percentile } from '../test/support/percentile.ts';

/** The middle of the sorted values (the lower one of two); NaN without any. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Milliseconds of each of `times` runs, one after another, after one run that warms up. */
export async function timed(times: number, run: (index: number) => Promise<unknown>): Promise<number[]> {
  await run(0);
  const taken: number[] = [];
  for (let index = 1; index <= times; index += 1) {
    const started = performance.now();
    await run(index);
    taken.push(performance.now() - started);
  }
  return taken;
}
