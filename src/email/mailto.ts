import { AppError } from '../lib/errors.ts';
import { cleanDraft } from './clean-text.ts';

/** Mail programs and browsers cut longer addresses. */
const MAX_URL = 1_900;
const MAX_ADDRESS = 254;
const ADDRESS = /^[A-Za-z0-9._+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}$/;

/** Whether a text is one plain e-mail address: no list, no display name, no quoting, no comment. */
export function isMailAddress(text: string): boolean {
  return text.length <= MAX_ADDRESS && ADDRESS.test(text);
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27');
}

/**
 * A link that opens the reader's mail program with the draft in it; `to` null leaves the recipient open.
 * When the link would be longer than 1,900 characters the body is left out and `bodyOmitted` says so:
 * the reader then copies it.
 * @throws AppError `invalid` when `to` is not one plain address.
 */
export function mailtoUrl(draft: { readonly to: string | null; readonly subject: string; readonly body: string }): {
  readonly url: string;
  readonly bodyOmitted: boolean;
} {
  const { to } = draft;
  if (to !== null && !isMailAddress(to)) {
    throw new AppError('invalid', 'The recipient is not one plain e-mail address: write it like priya@example.com.');
  }
  const { subject, body } = cleanDraft(draft);
  const address = to === null ? '' : to.split('@').map(encode).join('@');
  const start = `mailto:${address}?subject=`;
  const full = `${start}${encode(subject)}&body=${encode(body.replaceAll('\n', '\r\n'))}`;
  if (full.length <= MAX_URL) return { url: full, bodyOmitted: false };
  return { url: `${start}${encodeUpTo(subject, MAX_URL - start.length)}`, bodyOmitted: true };
}

/** As many whole characters, encoded, as fit. */
function encodeUpTo(text: string, max: number): string {
  let encoded = '';
  for (const character of text) {
    const next = encode(character);
    if (encoded.length + next.length > max) break;
    encoded += next;
  }
  return encoded;
}
