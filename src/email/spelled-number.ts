const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const WORDS = [...TENS.slice(2), ...UNITS.slice(1).reverse()].join('|');

/** A number in words before what it counts; a plain "one board" or "two options" is prose and passes. */
export const SPELLED_COUNT = new RegExp(
  `\\b(an?|${WORDS})(?:[- ](${WORDS}|hundred|thousand))?(?:[- ](hundred|thousand))?\\s(percent|per cent|people|persons?|users?|seats?|licen[cs]es?|colleagues|employees|dollars?|euros?|pounds)\\b`,
  'gi',
);

/** A share or a round figure in words, which no fact can back. */
export const VAGUE_SHARE =
  /\b(?:half|thirds?|quarters?|dozens|hundreds|thousands|most|majority) of (?:your |the |all )?(?:people|users|seats|licen[cs]es|team|employees|colleagues)\b/gi;

/** The value of number words such as ["twenty", "eight"] or ["two", "hundred"]. */
export function spelledValue(words: readonly string[]): number {
  let value = 0;
  for (const word of words.map((text) => text.toLowerCase())) {
    if (word === 'hundred') value *= 100;
    else if (word === 'thousand') value *= 1_000;
    else if (word === 'a' || word === 'an') value = 1;
    else value += UNITS.includes(word) ? UNITS.indexOf(word) : TENS.indexOf(word) * 10;
  }
  return value;
}
