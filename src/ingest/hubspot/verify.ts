import { createHash } from 'node:crypto';
import { isHmacSha256 } from '../hmac.ts';
import { isSameText } from '../same-text.ts';
import type { RawDelivery } from '../source.ts';

/** Milliseconds that a signature's time may differ from ours, in either direction. */
const TOLERANCE = 300_000;

/** Characters that HubSpot signs as they are, however the address is encoded on its way. */
const DECODED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** Header of the newest signature, the only one that covers a time. */
export const TIMED_SIGNATURE = 'x-hubspot-signature-v3';

/**
 * Whether one of the secrets signed this delivery. Where the newest signature is present it alone counts; the older
 * ones (hex SHA-256 of secret and body, with method and address between them in version 2) cover no time, so what they
 * vouch for must bring its own.
 */
export function verifyHubspot(delivery: RawDelivery): boolean {
  const { headers } = delivery;
  if (headers.has(TIMED_SIGNATURE)) return isSignedNow(delivery);
  const given = headers.get('x-hubspot-signature');
  if (given === null) return false;
  const version = headers.get('x-hubspot-signature-version');
  if (version !== 'v1' && version !== 'v2') return false;
  const address = version === 'v2' ? `${delivery.method}${delivery.url}` : '';
  // A suffix that somebody appends without the secret needs a byte that is no UTF-8; such a body is refused later.
  const matches = delivery.secrets.filter((secret) => {
    const hash = createHash('sha256').update(`${secret}${address}`).update(delivery.raw);
    return isSameText(given, hash.digest('hex'));
  });
  return matches.length > 0;
}

function isSignedNow({ headers, method, url, raw, secrets, now }: RawDelivery): boolean {
  const timestamp = headers.get('x-hubspot-request-timestamp') ?? '';
  if (!/^\d{1,14}$/.test(timestamp) || Math.abs(now.getTime() - Number(timestamp)) > TOLERANCE) return false;
  const address = url.replace(DECODED, (code) => decodeURIComponent(code));
  return isHmacSha256(headers.get(TIMED_SIGNATURE), {
    secrets,
    parts: [method, address, raw, timestamp],
    encoding: 'base64',
  });
}
