import { type GuardedLinkRow, loadPublishedLink } from '../../store/published-links.ts';
import type { Context } from '../context.ts';
import { hasHash, isLinkId, isSecret } from './secrets.ts';
import { stateOf } from './to-published.ts';

/** Compared where there is no link, so that it takes as long. */
const NO_HASH = new Uint8Array(32);

/** The link that a secret opens at this moment; null for every reason for which it opens none. */
export async function unlocked(
  { db }: Pick<Context, 'db'>,
  { at, linkId, token }: { readonly linkId: string; readonly token: string; readonly at: Date },
): Promise<GuardedLinkRow | null> {
  if (!isLinkId(linkId) || !isSecret(token)) return null;
  const link = await loadPublishedLink(db, linkId);
  const fits = hasHash(token, link?.token_sha256 ?? NO_HASH);
  return link !== null && fits && stateOf(link, at) === 'active' ? link : null;
}
