import type { ScorePoint } from '../../app/reports.ts';

const BARS = '▁▂▃▄▅▆▇█';
const GAP = '·';

/**
 * Scores as bars, oldest first, at most `width`, the last one always shown. The scale is 0 to 100 and never stretched,
 * so that a flat line looks flat. A day without a score is a dot; fewer than two days draw nothing.
 */
export function sparkline(history: readonly ScorePoint[], width = 12): string {
  if (history.length < 2) return '';
  const step = Math.max(1, (history.length - 1) / (width - 1));
  const shown = Math.min(width, history.length);
  let drawn = '';
  for (let index = 0; index < shown; index += 1) {
    const point = history[history.length - 1 - Math.round((shown - 1 - index) * step)];
    drawn += barOf(point?.scoreTenths ?? null);
  }
  return drawn;
}

function barOf(scoreTenths: number | null): string {
  if (scoreTenths === null) return GAP;
  return BARS[Math.min(BARS.length - 1, Math.floor((scoreTenths * BARS.length) / 1000))] ?? GAP;
}
