import { AppError } from '../../lib/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
import { type PublishedLinkRow, pauseLinkFor } from '../../store/published-links.ts';
import type { Context } from '../context.ts';
import type { PauseReason } from './published-report.ts';
import type { PublisherAccess, PublisherRights } from './publisher-rights.ts';

/** Who pauses a link in the audit where nobody does. */
const ACTOR = 'publisher rights';

/**
 * Whether the publisher of a link may still see what it shows. Where not, the link is paused with the reason, with a
 * line in the audit.
 * @param rights null: there is no Slack that could be asked, and links stay as they are
 * @throws AppError `unavailable` while nobody can say.
 */
export async function mayBeShown(
  ctx: Context,
  link: PublishedLinkRow,
  rights: PublisherRights | null,
): Promise<boolean> {
  if (rights === null) return true;
  const access = await rights(link.published_by);
  if (access.kind === 'unknown') {
    throw new AppError('unavailable', 'Slack did not say whether this link may be shown. Try again in a minute.');
  }
  const reason = lackOf(access, link);
  if (reason !== null) await pauseFor(ctx, link, reason);
  return reason === null;
}

function lackOf(access: PublisherAccess, { money }: PublishedLinkRow): PauseReason | null {
  if (access.kind !== 'allowed') return 'rights';
  return money && !access.money ? 'money' : null;
}

async function pauseFor(ctx: Context, link: PublishedLinkRow, reason: PauseReason): Promise<void> {
  const { kind, link_id: linkId, published_by: publishedBy } = link;
  await inTransaction(ctx.db, async (tx) => {
    if (!(await pauseLinkFor(tx, { linkId, reason, at: ctx.now() }))) return;
    const detail = { link_id: linkId, kind, published_by: publishedBy, reason };
    await appendAudit(tx, { actor: ACTOR, action: 'dashboard_paused', accountNo: null, detail });
  });
}
