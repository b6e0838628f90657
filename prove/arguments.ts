import { parseArgs } from 'node:util';
import type { Bar, SizeName } from './bar.ts';

export const USAGE = `Usage: npm run prove -- [options]

  --quick        the sizes of every push instead of those of a release
  --only N,M     these bars alone
  --soak         the soak too, which takes up to two hours
  --list         the promises, without trying them
  --seed TEXT    repeats a run; without it every run is another one
  --json FILE    the results for programs
  --write        the results into docs/proof.md; not with --quick`;

export interface Asked {
  readonly bars: readonly Bar[];
  readonly size: SizeName;
  readonly seed: string;
  readonly list: boolean;
  readonly write: boolean;
  readonly json: string | null;
}

/** What is asked for; a text that says what is wrong with it. */
export function readArguments(argv: readonly string[], bars: readonly Bar[], now = Date.now()): Asked | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string' },
        soak: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        seed: { type: 'string' },
        json: { type: 'string' },
        write: { type: 'boolean', default: false },
      },
    });
    const { json = null, list, only, quick, seed = now.toString(36), soak, write } = values;
    const chosen = only === undefined ? bars.filter((bar) => soak || list || !bar.soak) : named(only, bars);
    if (typeof chosen === 'string') return chosen;
    if (quick && write) return '--write keeps what full size has shown: leave out --quick.';
    return { bars: chosen, size: quick ? 'quick' : 'full', seed, list, write, json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function named(only: string, bars: readonly Bar[]): readonly Bar[] | string {
  const numbers = only.split(',').map((number) => number.trim());
  const unknown = numbers.filter((number) => bars.every((bar) => bar.number !== number));
  if (unknown.length === 0) return bars.filter((bar) => numbers.includes(bar.number));
  return `--only: there is no bar ${unknown.join(', ')}; there are ${bars.map((bar) => bar.number).join(', ')}.`;
}
