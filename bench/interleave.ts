import { median } from './stats.ts';

export interface Contender {
  /** Called with a number that goes up by one with every call. */
  readonly run: (turn: number) => unknown;
  /** How often in a row, in every round: a quick one needs more for a steady median. */
  readonly times: number;
}

/**
 * Runs contenders in turns, so that whatever else the machine does meets all of them; the median in milliseconds of
 * each, after one round that warms everything up.
 */
export async function interleave<K extends string>(
  contenders: Readonly<Record<K, Contender>>,
  rounds: number,
): Promise<Record<K, number>> {
  const names = Object.keys(contenders) as K[];
  const taken = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const { run, times } = contenders[name];
      for (let time = 0; time < times; time += 1) {
        const started = performance.now();
        await run(round * times + time);
        if (round > 0) taken.get(name)?.push(performance.now() - started);
      }
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(taken.get(name) ?? [])])) as Record<K, number>;
}
