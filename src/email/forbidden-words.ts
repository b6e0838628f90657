/** A way of speaking that a customer must not read, and what to write instead. */
export interface WordRule {
  readonly rule: 'confidential' | 'pressure' | 'style';
  readonly pattern: RegExp;
  readonly remedy: string;
}

/** Our own vocabulary about the customer: never in a text to them. */
export const CONFIDENTIAL_WORDS: readonly WordRule[] = [
  {
    rule: 'confidential',
    pattern: /over[- ]?pay(?:ing|s|ment)?|unused|un-used|waste|wasting/gi,
    remedy: 'Say what is possible instead: "available to invite".',
  },
  {
    rule: 'confidential',
    pattern: /churn(?:ed|ing)?|at[- ]risk|health[- ]score|down[- ]?grad(?:e[ds]?|ing)|low[- ]touch/gi,
    remedy: 'Leave our assessment out; write what you saw in their data.',
  },
  {
    rule: 'confidential',
    pattern: /\b(?:MRR|ARR|NPS)\b|\bnet promoter\b|\bexposure\b|\bplaybook\b/gi,
    remedy: 'Leave our own measures out; write what you saw in their data.',
  },
];

/** Pressure that is no fact, and openings that say nothing. */
export const STYLE_WORDS: readonly WordRule[] = [
  {
    rule: 'pressure',
    pattern:
      /\bdiscount(?:s|ed)?\b|\bspecial offer\b|\blimited[- ]time\b|\blast chance\b|\bact now\b|\bhurry\b|\bexpires soon\b|\basap\b/gi,
    remedy: 'Claim no urgency, discount or deadline; make one ask that can be declined.',
  },
  {
    rule: 'style',
    pattern: /\bjust checking in\b|\btouching base\b|\bcircling back\b/gi,
    remedy: 'Open with one observation from their data.',
  },
];

/** Currency sign, code or word next to a number, in either order. */
export const MONEY =
  /(?:\p{Sc}|\b(?:USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|INR|BRL|SGD))\s?(\d(?:[\d.,]{0,14}\d)?)|(\d(?:[\d.,]{0,14}\d)?)\s?(?:\p{Sc}|(?:USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|INR|BRL|SGD|dollars?|euros?|pounds)\b)/giu;

/** Whether a text that somebody wrote may be quoted to the customer: no word of ours, no money, no address. */
export function isQuotable(text: string): boolean {
  const plain = text.normalize('NFKC');
  return (
    !plain.includes('@') &&
    plain.search(MONEY) === -1 &&
    CONFIDENTIAL_WORDS.every(({ pattern }) => plain.search(pattern) === -1)
  );
}
