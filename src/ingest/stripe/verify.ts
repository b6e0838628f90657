import type { RawDelivery } from '../source.ts';

/** Seconds that a signature's time may differ from ours, in either direction. */
const TOLERANCE = 300;
const MAX_HEADER = 4096;
/** The time as Stripe writes it, once, and signatures: the package would also read other spellings of it. */
const HEADER = /^t=([1-9]\d{0,11})(?:,(?!t=)[a-z0-9]+=[^\s,=]+)+$/;

/**
 * Whether `Stripe-Signature` was made of exactly these bytes with one of the secrets, within five minutes of now.
 * The package only refuses what is too old; a time ahead of ours is refused here. Loaded on first use: it is large.
 */
export async function verifyStripe({ raw, headers, secrets, now }: RawDelivery): Promise<boolean> {
  const header = headers.get('stripe-signature');
  const body = exactText(raw);
  if (header === null || header.length > MAX_HEADER || body === null) return false;
  const signedAt = signatureTime(header);
  if (signedAt === null || Math.abs(signedAt - Math.floor(now.getTime() / 1000)) > TOLERANCE) return false;
  const { Stripe } = await import('stripe');
  return secrets.some((secret) => {
    try {
      const checker = Stripe.webhooks.signature;
      return checker?.verifyHeader(body, header, secret, TOLERANCE, undefined, now.getTime()) ?? false;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
      throw error;
    }
  });
}

function signatureTime(header: string): number | null {
  const seconds = HEADER.exec(header)?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** The text of the bytes, nothing replaced and nothing skipped; null when they are not UTF-8. */
function exactText(raw: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
}
