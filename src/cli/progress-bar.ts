import type { Context } from '../app/context.ts';
import type { CliIo } from './io.ts';

export interface ProgressBar {
  readonly show: (done: number, total: number) => void;
  /** Leaves the line of the bar. */
  readonly end: () => void;
}

const WIDTH = 30;
const REDRAWN_MS = 100;

/** How far an import has come: one line that is written again on a terminal, else a line per tenth. */
export function progressBar(io: CliIo, ctx: Pick<Context, 'now'>): ProgressBar {
  return io.terminal === true ? terminalBar(io, ctx) : tenths(io);
}

function terminalBar(io: CliIo, ctx: Pick<Context, 'now'>): ProgressBar {
  const start = ctx.now().getTime();
  let drawn = 0;
  let visible = true;
  io.err('reading the file …');
  return {
    show: (done, total) => {
      const now = ctx.now().getTime();
      if (now - drawn < REDRAWN_MS && done < total) return;
      drawn = now;
      visible = true;
      const share = total === 0 ? 1 : done / total;
      const bar = '#'.repeat(Math.floor(share * WIDTH)).padEnd(WIDTH, '.');
      const seconds = Math.max((now - start) / 1000, 0.001);
      const speed = Math.round(done / seconds);
      const left = done < total ? `, ${duration((seconds / share) * (1 - share))} left` : '';
      const text = `${bar} ${Math.floor(share * 100)} % ${done}/${total} rows, ${speed}/s${left}`;
      io.err(`\r\u001b[K${text}`);
    },
    end: () => {
      if (visible) io.err('\n');
      visible = false;
    },
  };
}

function tenths(io: CliIo): ProgressBar {
  let shown = -1;
  return {
    show: (done, total) => {
      const tenth = Math.floor((done * 10) / Math.max(total, 1));
      if (tenth === shown) return;
      shown = tenth;
      io.err(`${'#'.repeat(tenth).padEnd(10, '.')} ${done}/${total} rows\n`);
    },
    end: () => undefined,
  };
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
