import { type Rate, tokenBuckets } from '../../lib/token-bucket.ts';
import type { Context } from '../context.ts';
import { createKeyVerifier, type VerifiedKey } from './verify-api-key.ts';

/** Who may read, or why not. */
export type Admission =
  | { readonly kind: 'admitted'; readonly key: VerifiedKey }
  /** No key, an unknown one, or one that was revoked. */
  | { readonly kind: 'unknown' }
  /** A valid key that may send signals and not read. */
  | { readonly kind: 'sends_only' }
  | { readonly kind: 'too_many'; readonly retryAfterSeconds: number };

/** @param cost tokens that the answer is worth: 1 for one account, more for what reads them all */
export type AdmitReader = (authorization: string | null, cost: number) => Promise<Admission>;

const MODEST: Rate = { perSecond: 10, burst: 100 };

/**
 * Lets holders of read keys in, each at a rate of its own.
 * @returns a function that throws AppError `unavailable` when the database cannot be asked.
 */
export function createReaderGate({
  ctx,
  input,
}: {
  readonly ctx: Pick<Context, 'db' | 'now'>;
  readonly input: { readonly rate?: Rate | undefined };
}): AdmitReader {
  const readers = createKeyVerifier({ ctx, input: { kind: 'read' } });
  const senders = createKeyVerifier({ ctx, input: { kind: 'ingest' } });
  const take = tokenBuckets(input.rate ?? MODEST, ctx.now);
  return async (authorization, cost) => {
    const secret = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (secret === undefined) return { kind: 'unknown' };
    const key = await readers(secret);
    if (key === null) return { kind: (await senders(secret)) === null ? 'unknown' : 'sends_only' };
    const retryAfterSeconds = take(key.keyId, cost);
    return retryAfterSeconds > 0 ? { kind: 'too_many', retryAfterSeconds } : { kind: 'admitted', key };
  };
}
