import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const ID_BYTES = 12;
/** As in all our secrets: logs know them by it. */
const PREFIX = 'csp_';
const SECRET = /^csp_[A-Za-z0-9_-]{43}$/;
const ID = /^[0-9a-f]{24}$/;

/** 256 random bits. */
export function newSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** What a link is called by; it opens nothing. */
export function newLinkId(): string {
  return randomBytes(ID_BYTES).toString('hex');
}

/** What is stored of a secret. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Whether a text may be a secret of ours, by its shape. */
export function isSecret(text: string): boolean {
  return SECRET.test(text);
}

/** Whether a text may be the id of a link, by its shape. */
export function isLinkId(text: string): boolean {
  return ID.test(text);
}

/** Whether a secret has this hash; how long it takes says nothing of where they differ. */
export function hasHash(secret: string, sha256: Uint8Array): boolean {
  return timingSafeEqual(hashOf(secret), sha256);
}
