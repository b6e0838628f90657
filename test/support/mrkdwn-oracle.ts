/** What Slack's mrkdwn parser would act on in a text: everything between `<` and `>`. */
export function controlSequences(text: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
    const end = text.indexOf('>', at);
    found.push(end === -1 ? text.slice(at) : text.slice(at, end + 1));
  }
  return found;
}

/** Characters that hide or reorder text. */
export const HIDDEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c\u3164]|[\u{e0000}-\u{e007f}]/u;

/** Every mrkdwn string of a message or view, and its text. */
export function mrkdwnTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnTexts);
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const type = entries.find(([key]) => key === 'type')?.[1];
  return entries.flatMap(([key, one]) => {
    if (key === 'text' && typeof one === 'string') return type === undefined || type === 'mrkdwn' ? [one] : [];
    return mrkdwnTexts(one);
  });
}

/** Mentions of users whose ids we hold, channels that are ours, where their ids are known to be Slack's, and our own pages. */
const OURS = /^<(@[UW][A-Z0-9]{2,20}|#C0PULSE|https:\/\/pulse\.example\.com\/p\/[0-9a-f]{24}#csp_[\w-]{43})>$/;

/** What in texts would notify, link or format by somebody else's will. */
export function harmfulParts(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [
    ...controlSequences(text).filter((sequence) => !OURS.test(sequence)),
    ...(withoutOurs(text).includes('://') ? [`an address in ${text}`] : []),
  ]);
}

function withoutOurs(text: string): string {
  return controlSequences(text)
    .filter((sequence) => OURS.test(sequence))
    .reduce((rest, sequence) => rest.replace(sequence, ''), text);
}
