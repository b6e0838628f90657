import { LONGEST_QUESTION } from './intent.ts';

/** A word of a question, or a name in quotes. */
export interface Token {
  /** As it was typed, without the punctuation around it. */
  readonly raw: string;
  /** In lower case. */
  readonly word: string;
  readonly quoted: boolean;
}

const DOUBLE = '"“”„‟«»';
const SINGLE = '‘’‛ʼ`´';
const DASHES = '–—―';
const AROUND = '?!.,;:()[]{}*_~…¿¡\'"';

const SPELLED_OUT: Readonly<Record<string, readonly string[]>> = {
  "what's": ['what', 'is'],
  whats: ['what', 'is'],
  "who's": ['who', 'is'],
  whos: ['who', 'is'],
  "how's": ['how', 'is'],
  hows: ['how', 'is'],
  "why's": ['why', 'is'],
  "where's": ['where', 'is'],
  "i'd": ['i', 'would'],
  "i'm": ['i', 'am'],
};

/** The words of the first characters of a question; quotes keep a name together, punctuation around words goes. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const parts = straightened(text.slice(0, LONGEST_QUESTION)).split('"');
  for (const [index, part] of parts.entries()) {
    const words = part.split(' ').filter((word) => word !== '');
    // An odd part stands between two quotes, unless the last quote was never closed.
    const isQuoted = index % 2 === 1 && index < parts.length - 1 && words.length > 0;
    const raw = words.join(' ');
    tokens.push(...(isQuoted ? [{ raw, word: raw.toLowerCase(), quoted: true }] : words.flatMap(wordsOf)));
  }
  return tokens;
}

/** The word without `'s`: what belongs to somebody names them. */
export function unowned(text: string): string {
  const bare = text.endsWith("'") ? text.slice(0, -1) : text;
  return bare.toLowerCase().endsWith("'s") ? bare.slice(0, -2) : bare;
}

function wordsOf(part: string): Token[] {
  const raw = trimmed(part);
  if (raw === '') return [];
  const word = raw.toLowerCase();
  const spelled = Object.hasOwn(SPELLED_OUT, word) ? SPELLED_OUT[word] : undefined;
  return (spelled ?? [raw]).map((one) => ({ raw: one, word: one.toLowerCase(), quoted: false }));
}

function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && AROUND.includes(text.charAt(from))) from += 1;
  while (to > from && AROUND.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function straightened(text: string): string {
  let plain = '';
  for (const character of text) {
    if (DOUBLE.includes(character)) plain += '"';
    else if (SINGLE.includes(character)) plain += "'";
    else plain += DASHES.includes(character) || character.trim() === '' ? ' ' : character;
  }
  return plain;
}
