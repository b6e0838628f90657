import { refused } from '../judgements/check-input.ts';

/** Characters of a touch's text. */
export const LONGEST_TOUCH = 2000;
const BREAKS = /\r\n?|[\u2028\u2029]/g;
/** Everything that draws nothing or reorders what is drawn, but line breaks and joiners of emoji. */
const HIDDEN = /(?![\n\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A person's text of several lines without hidden characters, trimmed.
 * @throws AppError `invalid` that names the field when nothing is left, or more than 2,000 characters are.
 */
export function touchText(field: string, text: string): string {
  if (text.length > 8 * LONGEST_TOUCH) throw tooLong(field, text.length);
  const clean = text.replace(BREAKS, '\n').replaceAll('\t', ' ').replace(HIDDEN, '').trim();
  const length = [...clean].length;
  if (length > LONGEST_TOUCH) throw tooLong(field, length);
  if (!VISIBLE.test(clean)) throw refused(field, 'is empty; say in a few words what happened.');
  return clean;
}

function tooLong(field: string, length: number) {
  return refused(field, `has ${length} characters; shorten it to ${LONGEST_TOUCH}.`);
}
