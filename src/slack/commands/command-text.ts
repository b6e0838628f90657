import { cleanText, decodeSlackText } from '../mrkdwn.ts';

const LONGEST = 500;

/** What a person typed after a command: entities decoded, one line, bounded. */
export function commandText(raw: string): string {
  return cleanText(decodeSlackText(raw.slice(0, 4 * LONGEST))).slice(0, LONGEST);
}

/** The first word in lower case, and what follows it as it was typed. */
export function splitFirst(text: string): { readonly first: string; readonly rest: string } {
  const space = text.indexOf(' ');
  if (space === -1) return { first: text.toLowerCase(), rest: '' };
  return { first: text.slice(0, space).toLowerCase(), rest: text.slice(space + 1).trim() };
}

/** A name without the quotes that keep it from being read as a sub-command. */
export function unquoted(text: string): string {
  const quoted = text.length > 1 && isQuote(text.charAt(0)) && isQuote(text.charAt(text.length - 1));
  return quoted ? text.slice(1, -1).trim() : text;
}

function isQuote(character: string): boolean {
  return '"“”\'‘’'.includes(character);
}
