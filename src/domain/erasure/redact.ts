/** What stands where somebody was named who was forgotten. */
export const ERASED = '[erased]';

/** Shorter ones are parts of ordinary words, or numbers of ordinary sentences. */
const SHORTEST = 3;
const SHORTEST_NUMBER = 6;
/** Keys of messages whose values are words of ours. */
const STRUCTURE: ReadonlySet<string> = new Set(['type', 'style', 'action_id', 'block_id', 'kind', 'emoji']);

/** Texts that name somebody, each once: without those that are too short to tell. */
export function needlesOf(names: readonly (string | null)[]): string[] {
  const texts = names.flatMap((name) => (name === null || !isTelling(name.trim()) ? [] : [name.trim()]));
  return [...new Set(texts.flatMap((text) => [text, encodeURIComponent(text)]))];
}

function isTelling(text: string): boolean {
  return text.length >= (/^\d+$/.test(text) ? SHORTEST_NUMBER : SHORTEST);
}

/** Replaces what names somebody, as whole words in any case, at any depth of a value. */
export type Redact = (value: unknown) => unknown;

/**
 * A `Redact` for these texts, of which there may be a hundred thousand: what a text costs does not grow with their
 * number. An address within another address stays, and so do keys of objects.
 */
export function redactor(needles: readonly string[]): Redact {
  if (needles.length === 0) return (value) => value;
  const near = finder(needles);
  const redact: Redact = (value) => {
    if (typeof value === 'string') return withoutNeedles(value, near(value));
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [key, STRUCTURE.has(key) ? field : redact(field)]),
    );
  };
  return redact;
}

function withoutNeedles(text: string, needles: readonly string[]): string {
  if (needles.length === 0) return text;
  // The longest first: of a name and a part of it the whole is replaced.
  const sorted = [...needles].sort((a, b) => b.length - a.length).map(escapePattern);
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}_]|[\\p{L}\\p{N}_][.+-])(?:${sorted.join('|')})(?![\\p{L}\\p{N}_]|[.@-][\\p{L}\\p{N}])`,
    'giu',
  );
  return text.replace(pattern, ERASED);
}

/** Those needles that a text may hold: a whole word of each, the one that fewest others have, is a word of the text. */
function finder(needles: readonly string[]): (text: string) => string[] {
  const uses = new Map<string, number>();
  for (const needle of needles) for (const part of partsOf(needle)) uses.set(part, (uses.get(part) ?? 0) + 1);
  const byPart = new Map<string, string[]>();
  for (const needle of needles) {
    const [first = '', ...others] = partsOf(needle);
    const rarest = others.reduce((best, part) => ((uses.get(part) ?? 0) < (uses.get(best) ?? 0) ? part : best), first);
    const known = byPart.get(rarest);
    if (known === undefined) byPart.set(rarest, [needle]);
    else known.push(needle);
  }
  // Without a letter or digit a needle is looked for everywhere.
  return (text) => ['', ...partsOf(text)].flatMap((part) => byPart.get(part) ?? []);
}

/** Letters and digits that stand together, each once and as one spelling of those that are equal in any case. */
function partsOf(text: string): ReadonlySet<string> {
  return new Set((text.match(/[\p{L}\p{N}_]+/gu) ?? []).map((part) => part.toLowerCase().toUpperCase()));
}

/**
 * Whether a text may name somebody of many, told by its words at a cost that does not grow with their number. Only
 * addresses and names of two words or more are told: a single word, or an id, may be anybody's.
 */
export function teller(names: readonly string[]): (text: string) => boolean {
  const first = new Set(
    names.filter((name) => name.includes('@') || name.trim().includes(' ')).map((name) => wordsOf(name)[0] ?? ''),
  );
  return (text) => wordsOf(text).some((word) => first.has(word));
}

function wordsOf(text: string): readonly string[] {
  const words = (text.toLowerCase().match(/[\p{L}\p{N}_.+@%-]+/gu) ?? []).map(trimmed);
  return words.flatMap((word) => (word.includes('%40') ? [word, word.replaceAll('%40', '@')] : [word]));
}

/** Without the marks of a sentence at its ends. */
function trimmed(word: string): string {
  let from = 0;
  let until = word.length;
  while (from < until && '.-%'.includes(word.charAt(from))) from += 1;
  while (until > from && '.-%+@'.includes(word.charAt(until - 1))) until -= 1;
  return word.slice(from, until);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
