import { readableText } from './clean-text.ts';
import { daySpellings, isDay } from './day.ts';
import type { DraftFacts } from './draft-facts.ts';
import { minorDigits, priceText } from './price-text.ts';

/** What a text about these facts may say: phrases, counts, percents and the price. */
export interface FactVocabulary {
  /** Names, quoted texts, days in every spelling and the price as printed; longest first, so "3 May" before "May". */
  readonly phrases: readonly string[];
  readonly numbers: ReadonlySet<number>;
  readonly percents: ReadonlySet<number>;
  /** The contract price in major units; null when this persona may not see it. */
  readonly price: number | null;
}

/** The vocabulary of a draft's facts, with the price that this persona may see. */
export function factVocabulary(facts: DraftFacts): FactVocabulary {
  const price = 'contractPrice' in facts ? facts.contractPrice : undefined;
  const { persona: _persona, bucket: _bucket, ...said } = facts;
  const { phrases, numbers } = vocabularyOf(said, price);
  return {
    phrases: price ? longestFirst([...phrases, priceText(price)]) : phrases,
    numbers,
    percents: seatPercents(facts),
    price: price ? price.minor / 10 ** minorDigits(price.currency) : null,
  };
}

/**
 * Collects the vocabulary from every field of the facts, so that a new fact is known without a change here; no percent
 * and no price. What is the very value of `leftOut` is not looked into.
 */
export function vocabularyOf(facts: object, leftOut?: object | undefined): FactVocabulary {
  const phrases = new Set<string>();
  const numbers = new Set<number>();

  const walk = (value: unknown): void => {
    if (value === leftOut && leftOut !== undefined) return;
    if (typeof value === 'number') numbers.add(value);
    else if (typeof value === 'string') {
      if (isDay(value)) for (const spelling of daySpellings(value)) phrases.add(spelling);
      else phrases.add(readableText(value));
    } else if (Array.isArray(value)) {
      numbers.add(value.length);
      for (const item of value) walk(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) walk(item);
    }
  };
  walk(facts);

  return { phrases: longestFirst(phrases), numbers, percents: new Set(), price: null };
}

function longestFirst(phrases: Iterable<string>): string[] {
  return [...phrases].sort((a, b) => b.length - a.length);
}

/** Seats in use of seats paid, in whole percent and in tenths, half-up; empty unless both are facts. */
function seatPercents(facts: DraftFacts): ReadonlySet<number> {
  const { seatsInUse: used, seatsPaid: paid } = facts;
  if (used === undefined || !paid) return new Set();
  const halfUp = (scale: number): number =>
    Number((BigInt(used) * BigInt(scale) * 2n + BigInt(paid)) / (2n * BigInt(paid)));
  return new Set([halfUp(100), halfUp(1_000) / 10]);
}
