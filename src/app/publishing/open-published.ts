import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
import { insertPublishedSession, notePublishedOpening } from '../../store/published-links.ts';
import type { Context } from '../context.ts';
import { mayBeShown } from './may-be-shown.ts';
import type { PublisherRights } from './publisher-rights.ts';
import { reachable } from './reachable.ts';
import { hashOf, newSecret } from './secrets.ts';
import { unlocked } from './unlocked.ts';

const SESSION_MS = 12 * 3_600_000;
/** Browsers that may have one link open; the oldest has to show the secret again. */
const MOST_SESSIONS = 1000;

export interface OpenedDashboard {
  /** 256 random bits that stand for the link's secret in one browser. Only its hash is stored. */
  readonly session: string;
  readonly expiresAt: Date;
}

/**
 * Lets a browser in that shows the secret of a link, for at most twelve hours, with a line in the audit. Null for a
 * wrong secret, and alike for a link that does not exist, is paused, revoked or expired, or whose publisher may not
 * see it any more.
 * @throws AppError `unavailable` when the database or Slack cannot be asked.
 */
export async function openPublished({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: { readonly linkId: string; readonly token: string; readonly rights: PublisherRights | null };
}): Promise<OpenedDashboard | null> {
  return reachable(async () => {
    const at = ctx.now();
    const { rights, ...secret } = input;
    const link = await unlocked(ctx, { ...secret, at });
    if (link === null || !(await mayBeShown(ctx, link, rights))) return null;
    const session = newSecret();
    const expiresAt = new Date(Math.min(link.expires_at.getTime(), at.getTime() + SESSION_MS));
    const { link_id: linkId, kind } = link;
    await inTransaction(ctx.db, async (tx) => {
      await insertPublishedSession(tx, { linkId, sessionSha256: hashOf(session), at, expiresAt, most: MOST_SESSIONS });
      await notePublishedOpening(tx, linkId, at);
      const detail = { link_id: linkId, kind };
      await appendAudit(tx, { actor: `link:${linkId}`, action: 'dashboard_opened', accountNo: null, detail });
    });
    return { session, expiresAt };
  });
}
