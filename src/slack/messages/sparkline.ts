import type { ScorePoint } from '../../app/accounts/account-report.ts';

const BARS = '▁▂▃▄▅▆▇█';
const GAP = '·';
/** Tenths of a point that the bars span at least: smaller movements are noise and look flat. */
const LEAST_SPAN = 80;

/**
 * Scores as bars, oldest first, at most `width`, the last one always shown. The bars span the range of the scores
 * shown, so that movement is visible, but never less than 8 points. A day without a score is a dot; fewer than two
 * days draw nothing.
 */
export function sparkline(history: readonly ScorePoint[], width = 12): string {
  if (history.length < 2) return '';
  const step = Math.max(1, (history.length - 1) / (width - 1));
  const count = Math.min(width, history.length);
  const shown = Array.from({ length: count }, (_, index) => {
    const point = history[history.length - 1 - Math.round((count - 1 - index) * step)];
    return point?.scoreTenths ?? null;
  });
  return bars(shown, LEAST_SPAN);
}

/** Numbers as bars over their range, or over `leastSpan` where that is more; a dot where there is none. */
export function bars(values: readonly (number | null)[], leastSpan: number): string {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const span = Math.max(high - low, leastSpan);
  const from = (low + high - span) / 2;
  return values.map((value) => (value === null ? GAP : barOf((value - from) / span))).join('');
}

/** `share` of the span, 0 to 1. */
function barOf(share: number): string {
  return BARS[Math.min(BARS.length - 1, Math.floor(share * BARS.length))] ?? GAP;
}
