import { performance } from 'node:perf_hooks';

export interface Progress {
  /** Shows how far the running step is. */
  update(detail: string): void;
  /** Runs a step and says how long it took. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** One line a step; on a terminal the running one moves, elsewhere only finished ones are written. */
export function createProgress(out: (text: string) => void, moves: boolean): Progress {
  let current = '';
  const draw = (text: string): void => out(`\r\x1b[2K  ${text}`);
  return {
    update: (detail) => {
      if (moves) draw(`… ${current} ${detail}`);
    },
    step: async (name, work) => {
      current = name;
      if (moves) draw(`… ${name}`);
      const start = performance.now();
      const result = await work();
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      out(`${moves ? '\r\x1b[2K' : ''}  ✓ ${name} (${seconds} s)\n`);
      return result;
    },
  };
}
