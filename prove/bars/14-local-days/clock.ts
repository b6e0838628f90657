import type { Random } from '../../../src/demo/random.ts';
import { addDays, type Day } from '../../../src/domain/day.ts';
import { instantOfLocalTime } from '../../../src/lib/local-time.ts';

/** What happens to a machine's clock around the minute in which a digest is due. */
const MISHAPS = ['none', 'stall', 'sleep', 'step forward', 'step back', 'steps to and fro', 'two processes'] as const;
type Mishap = (typeof MISHAPS)[number];

/** A moment at which a process looks for work, by its own clock; `twice`: two processes do so together. */
export interface Look {
  readonly now: Date;
  readonly twice: boolean;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** A digest is caught up on for six hours. */
const LONGEST_SLEEP_MINUTES = 350;

/** When a process looks on a day whose digest is due at a local time: each minute around it, with a mishap. */
export function looksOf(random: Random, day: Day, at: string, zone: string): Look[] {
  const look = (ms: number, twice = false): Look => ({ now: new Date(ms), twice });
  const midnight = (of: Day): number => instantOfLocalTime(of, '00:00', zone).getTime();
  const due = instantOfLocalTime(day, at, zone).getTime();
  const mishap = random.pick(MISHAPS);
  const around = mishapAt(random, mishap).map((ms) => look(due + ms, mishap === 'two processes'));
  return [look(midnight(day)), ...around, look(midnight(addDays(day, 1)) - random.between(1, 600) * SECOND_MS)];
}

/** Milliseconds from the due moment, in the order in which the process looks. */
function mishapAt(random: Random, mishap: Mishap): number[] {
  const second = random.below(60) * SECOND_MS;
  const minutes = (...list: readonly number[]): number[] => list.map((minute) => minute * MINUTE_MS + second);
  switch (mishap) {
    case 'none':
    case 'two processes':
      return minutes(-1, 0, 1, 2);
    case 'stall':
      return minutes(-1, random.between(1, 4), 5);
    case 'sleep':
      return minutes(-1, random.between(5, LONGEST_SLEEP_MINUTES));
    case 'step forward':
      return [-SECOND_MS, random.between(61, 7200) * SECOND_MS];
    case 'step back':
      return [...minutes(-1, 0, -2, -1, 0, 1), ...minutes(-random.between(3, 60), 0, 1)];
    case 'steps to and fro':
      return minutes(-1, 1, -1, 2, -random.between(1, 90), 0, 1, 3);
  }
}
