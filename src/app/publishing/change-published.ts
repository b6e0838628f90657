import { AppError } from '../../lib/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
import { changePublishedLink, type LinkChange } from '../../store/published-links.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import type { PublishedLink } from './published-report.ts';
import { isLinkId } from './secrets.ts';
import { toPublished } from './to-published.ts';

/** Who changes a link. */
export interface PublishedActor {
  /** Slack user id, or who runs a command, such as `cli:dana`. */
  readonly id: string;
  /** Also links of others: an admin of the workspace, or whoever runs the installation. */
  readonly others: boolean;
}

export interface ChangePublishedCall {
  readonly ctx: Context;
  readonly input: { readonly linkId: string; readonly actor: PublishedActor };
}

const ACTIONS: Readonly<Record<LinkChange, string>> = {
  pause: 'dashboard_paused',
  resume: 'dashboard_resumed',
  revoke: 'dashboard_revoked',
};

/**
 * Changes a link that still works or is paused, with a line in the audit.
 * @throws AppError `not_found` for a link that is over or does not exist, and in the same words for one of others.
 */
export async function changePublished({ ctx, input }: ChangePublishedCall, change: LinkChange): Promise<PublishedLink> {
  const { actor, linkId } = input;
  const at = ctx.now();
  const row = await inTransaction(ctx.db, async (tx) => {
    const publishedBy = actor.others ? null : actor.id;
    const changed = isLinkId(linkId) ? await changePublishedLink(tx, change, { linkId, publishedBy, at }) : null;
    if (changed === null) throw notFound();
    const detail = { link_id: linkId, kind: changed.kind, published_by: changed.published_by };
    await appendAudit(tx, { actor: actor.id, action: ACTIONS[change], accountNo: null, detail });
    return changed;
  });
  return toPublished(row, await authorsOf(ctx, [row.published_by]), at);
}

function notFound(): AppError {
  return new AppError(
    'not_found',
    'There is no such link of yours that still works. `/pulse published` shows them; admins may change those of others.',
  );
}
