import type { Token } from './ask-tokens.ts';

interface Element {
  readonly words: readonly string[];
  readonly optional: boolean;
}

/** A form of question: words, one of which may stand for a name. */
export interface Phrase {
  readonly before: readonly Element[];
  readonly after: readonly Element[];
  readonly named: boolean;
}

const NAME = '{name}';
const FILLERS = ['the', 'a', 'an', 'just', 'currently', 'actually', 'exactly', 'so'];
const MOST_WORDS = 8;

/** `how is|are {name} [doing|going]`: alternatives, parts that may be missing, and the place of a name. */
export function phrase(form: string): Phrase {
  const parts = form.split(' ');
  const place = parts.indexOf(NAME);
  const [before, after] = place === -1 ? [parts, []] : [parts.slice(0, place), parts.slice(place + 1)];
  return { before: before.map(elementOf), after: after.map(elementOf), named: place !== -1 };
}

/** The tokens that stand for the name when all of them have this form; empty for a form without one, null otherwise. */
export function matchPhrase({ before, after, named }: Phrase, tokens: readonly Token[]): readonly Token[] | null {
  const isEnd = (at: number) => at === tokens.length;
  if (!named) return ends(before, tokens, 0).some(isEnd) ? [] : null;
  for (const from of ends(before, tokens, 0)) {
    for (let to = from + 1; to <= Math.min(tokens.length, from + MOST_WORDS); to += 1) {
      if (ends(after, tokens, to).some(isEnd)) return tokens.slice(from, to);
    }
  }
  return null;
}

/** Everywhere that the elements may end when they start at `from`; the longest first. */
function ends(elements: readonly Element[], tokens: readonly Token[], from: number): readonly number[] {
  let places = [from];
  for (const { optional, words } of elements) {
    const next = new Set<number>();
    for (const place of places) {
      for (const at of [place, ...skipped(tokens, place)]) {
        const token = tokens[at];
        if (token !== undefined && !token.quoted && words.includes(token.word)) next.add(at + 1);
      }
      if (optional) next.add(place);
    }
    places = [...next].sort((a, b) => b - a);
  }
  return places;
}

/** The place behind a word that says nothing. */
function skipped(tokens: readonly Token[], at: number): number[] {
  const token = tokens[at];
  return token !== undefined && !token.quoted && FILLERS.includes(token.word) ? [at + 1] : [];
}

function elementOf(part: string): Element {
  const optional = part.startsWith('[');
  return { words: (optional ? part.slice(1, -1) : part).split('|'), optional };
}
