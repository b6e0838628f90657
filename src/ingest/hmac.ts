import { createHmac } from 'node:crypto';
import { isSameText } from './same-text.ts';

/**
 * Whether a text is the HMAC-SHA256 of these parts, one after the other, under one of the secrets (their UTF-8 bytes).
 * Texts are compared, in constant time: no other spelling of the same bytes passes.
 */
export function isHmacSha256(
  given: string | null,
  signed: {
    readonly secrets: readonly string[];
    readonly parts: readonly (string | Uint8Array)[];
    readonly encoding: 'hex' | 'base64';
  },
): boolean {
  if (given === null) return false;
  return signed.secrets.some((secret) => {
    const hmac = createHmac('sha256', secret);
    for (const part of signed.parts) hmac.update(part);
    return isSameText(given, hmac.digest(signed.encoding));
  });
}
