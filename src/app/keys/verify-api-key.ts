import { hash } from 'node:crypto';
import { AppError } from '../../lib/errors.ts';
import { type ApiKeyKind, useApiKey } from '../../store/api-keys.ts';
import { isUnavailable } from '../../store/pg-errors.ts';
import type { Context } from '../context.ts';

export interface VerifiedKey {
  readonly keyId: string;
  readonly name: string;
}

export type KeyVerifier = (secret: string) => Promise<VerifiedKey | null>;

/** A revoked key is refused everywhere after this time at the latest. */
const CACHE_MS = 4_000;
const MAX_CACHED = 1_000;
const MAX_SECRET = 256;

/**
 * Checks secrets of API keys against their hashes. Answers are kept for a few seconds, wrong ones too, so that a flood
 * of requests is not a flood of queries.
 * @returns a function that resolves to the key, or null for an unknown, revoked or other kind of key, and that throws
 * AppError `unavailable` when the database cannot be asked.
 */
export function createKeyVerifier({
  ctx,
  input,
}: {
  readonly ctx: Pick<Context, 'db' | 'now'>;
  readonly input: { readonly kind: ApiKeyKind };
}): KeyVerifier {
  const cache = new Map<string, { readonly until: number; readonly key: VerifiedKey | null }>();
  return async (secret) => {
    if (secret === '' || secret.length > MAX_SECRET) return null;
    const now = ctx.now();
    const place = hash('sha256', secret, 'base64');
    const cached = cache.get(place);
    if (cached && now.getTime() < cached.until) return cached.key;
    const key = await lookUp(ctx, input.kind, Buffer.from(place, 'base64'), now);
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(place, { until: now.getTime() + CACHE_MS, key });
    return key;
  };
}

async function lookUp(
  ctx: Pick<Context, 'db'>,
  kind: ApiKeyKind,
  secretSha256: Uint8Array,
  now: Date,
): Promise<VerifiedKey | null> {
  try {
    const row = await useApiKey(ctx.db, secretSha256, now);
    return row?.kind === kind ? { keyId: row.key_id, name: row.name } : null;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new AppError('unavailable', 'The database cannot be asked for the key. Try again later.', { cause: error });
  }
}
