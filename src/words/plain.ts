const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Letters that draw nothing: names made of them would look empty. */
const BLANK_LETTERS = /[\u034f\u115f\u1160\u2800\u3164\uffa0]/g;
/** Characters that draw nothing. */
export const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;
/** Runs of everything that separates words or lines. */
export const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu;
/** Characters that no neighbour joins: Latin letters, dashes, quotes, arrows, mathematical signs, lines and blocks. */
const STAND_ALONE =
  /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2200-\u22ff\u2500-\u25ff]*$/;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
/** Units kept of one grapheme: the longest emoji need fewer, stacked accents would go on for ever. */
const GRAPHEME_UNITS = 16;
const DEFAULT_MAX = 60;

/**
 * One line of foreign text without control, bidirectional, zero-width and unassigned characters and without lone
 * surrogates; `''` when nothing visible is left.
 */
export function cleanText(text: string, limit = 4000): string {
  const bounded = text.slice(0, limit);
  const cleaned = bounded.replace(BREAKS, ' ').replace(INVISIBLE, '').replace(BLANK_LETTERS, '').trim();
  return VISIBLE.test(cleaned) ? cleaned : '';
}

/** At most `max` graphemes and twice as many UTF-16 units, with an ellipsis where something was cut. */
export function clip(text: string, max: number): string {
  // Most names: one unit is one grapheme, and finding that out is a hundred times cheaper than segmenting.
  if (STAND_ALONE.test(text)) return text.length <= max ? text : `${text.slice(0, Math.max(0, max - 1))}…`;
  let kept = '';
  let count = 0;
  for (const { segment } of GRAPHEMES.segment(text.slice(0, max * GRAPHEME_UNITS + 1))) {
    const piece = segment.length > GRAPHEME_UNITS ? firstCodePoint(segment) : segment;
    if (count + 1 > max || kept.length + piece.length > 2 * max) return `${dropLast(kept)}…`;
    kept += piece;
    count += 1;
  }
  return kept;
}

/** Makes foreign text fit for a place: `plain`, or what escapes as well. */
export type Say = (text: string, options?: { max?: number; fallback?: string }) => string;

/**
 * Foreign text for a place that is not parsed, or that escapes what it is given: cleaned, clipped, addresses made
 * unclickable. An empty result becomes `fallback` (an account's id), or a dash; never empty.
 */
export function plain(text: string, { max = DEFAULT_MAX, fallback }: { max?: number; fallback?: string } = {}): string {
  const cleaned = cleanText(text) || cleanText(fallback ?? '') || '—';
  return clip(cleaned.replaceAll('://', ':∕∕'), max);
}

function firstCodePoint(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0x20);
}

function dropLast(text: string): string {
  const segments = [...GRAPHEMES.segment(text)];
  return segments
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join('');
}
