import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
import { loadOpenLink, notePublishedOpening, type PublishedLinkRow } from '../../store/published-links.ts';
import type { Context } from '../context.ts';
import { mayBeShown } from './may-be-shown.ts';
import type { DashboardKind } from './published-report.ts';
import type { PublisherRights } from './publisher-rights.ts';
import { reachable } from './reachable.ts';
import { hashOf, isLinkId, isSecret } from './secrets.ts';
import { stateOf } from './to-published.ts';
import { unlocked } from './unlocked.ts';

/** A program shows the secret with every request; the audit is told once in so long. */
const NOTED_MS = 3_600_000;

/** What somebody shows for a link: the session of a browser that was let in, or the link's own secret. */
export type PublishedProof = { readonly session: string } | { readonly token: string };

/** What may be shown. */
export interface SeenDashboard {
  readonly kind: DashboardKind;
  readonly money: boolean;
}

/**
 * What may be shown to whoever has this proof, as the link and the rights of its publisher stand at this moment: a link
 * that was paused or revoked shows nothing more where it is open. Null for every reason for which nothing is shown.
 * @throws AppError `unavailable` when the database or Slack cannot be asked.
 */
export async function seePublished({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: {
    readonly linkId: string;
    readonly proof: PublishedProof;
    /** Null: there is no Slack that could be asked. */
    readonly rights: PublisherRights | null;
  };
}): Promise<SeenDashboard | null> {
  return reachable(async () => {
    const { linkId, proof, rights } = input;
    const at = ctx.now();
    const link = await linkOf(ctx, { linkId, proof, at });
    if (link === null || !(await mayBeShown(ctx, link, rights))) return null;
    if ('token' in proof) await noteNow(ctx, link, at);
    return { kind: link.kind, money: link.money };
  });
}

async function linkOf(
  ctx: Context,
  { at, linkId, proof }: { readonly linkId: string; readonly proof: PublishedProof; readonly at: Date },
): Promise<PublishedLinkRow | null> {
  if ('token' in proof) return unlocked(ctx, { linkId, token: proof.token, at });
  if (!isLinkId(linkId) || !isSecret(proof.session)) return null;
  const link = await loadOpenLink(ctx.db, { linkId, sessionSha256: hashOf(proof.session), at });
  return link !== null && stateOf(link, at) === 'active' ? link : null;
}

async function noteNow(ctx: Context, link: PublishedLinkRow, at: Date): Promise<void> {
  const { kind, last_opened_at: last, link_id: linkId } = link;
  if (last !== null && at.getTime() - last.getTime() < NOTED_MS) return;
  await inTransaction(ctx.db, async (tx) => {
    await notePublishedOpening(tx, linkId, at);
    const detail = { link_id: linkId, kind, by: 'header' };
    await appendAudit(tx, { actor: `link:${linkId}`, action: 'dashboard_opened', accountNo: null, detail });
  });
}
