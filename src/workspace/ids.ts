import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A fresh identifier in the look of Slack's, e.g. `V7K2QH4M9XB`. */
export function freshId(prefix: string): string {
  return prefix + [...randomBytes(10)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** A secret that cannot be guessed (URL-safe). */
export function freshSecret(): string {
  return randomBytes(24).toString('base64url');
}
