import { BREAKS, INVISIBLE, plain } from '../words/plain.ts';

export { cleanText, clip, plain } from '../words/plain.ts';

/** `&`, `<` and `>` as Slack wants them; the only escaping there is, and always the last step. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Foreign text for a mrkdwn string: cleaned, clipped, addresses made unclickable, escaped last. An empty result becomes
 * `fallback` (an account's id), or a dash.
 */
export function untrusted(text: string, options: { max?: number; fallback?: string } = {}): string {
  return escapeMrkdwn(plain(text, options));
}

/** Foreign text of several lines, for an input's initial value: line breaks stay, everything hidden goes. */
export function plainLines(text: string, max = 3000): string {
  const lines = text
    .slice(0, 4 * max)
    .replaceAll('\r\n', '\n')
    .split('\n');
  const cleaned = lines.map((line) => line.replace(BREAKS, ' ').replace(INVISIBLE, '').trimEnd());
  const joined = cleaned.join('\n').trim();
  return joined.length <= max ? joined : wellFormed(joined.slice(0, max));
}

/** A Slack user as a mention, or null when the id does not look like one. Posted publicly it notifies the person. */
export function mention(slackUserId: string | null): string | null {
  return slackUserId !== null && /^[UW][A-Z0-9]{2,20}$/.test(slackUserId) ? `<@${slackUserId}>` : null;
}

/** Undoes Slack's escaping in what a person typed. */
export function decodeSlackText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '');
}
