import { AppError } from '../../lib/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/db.ts';
import { countLiveLinks, insertPublishedLink } from '../../store/published-links.ts';
import type { Context } from '../context.ts';
import { authorsOf } from '../judgements/authors.ts';
import type { DashboardKind, NewPublished } from './published-report.ts';
import { originOf, type PublishingPlace } from './publishing-place.ts';
import { hashOf, newLinkId, newSecret } from './secrets.ts';
import { toPublished } from './to-published.ts';

/** Days that a link works for when nobody says for how many, and at most. */
const USUAL_DAYS = 7;
const MOST_DAYS = 30;
const DAY_MS = 86_400_000;
/** Of one person at a time. */
const MOST_LIVE = 50;

export interface PublishInput {
  readonly kind: DashboardKind;
  /** Whether amounts are shown; only somebody who sees them may show them. */
  readonly money: boolean;
  /** Whole days of 24 hours; null: the usual. */
  readonly days: number | null;
  readonly publisher: {
    /** Slack user id. */
    readonly id: string;
    readonly money: boolean;
  };
  readonly place: PublishingPlace;
}

/**
 * Makes a link under which a dashboard is shown to whoever has it, with a line in the audit. The secret stands in the
 * address behind `#`, which browsers do not send; only its hash is stored.
 * @throws AppError `invalid` when publishing is off or for the days, `forbidden` for amounts that the publisher does not
 * see, `conflict` for too many links.
 */
export async function publishDashboard({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: PublishInput;
}): Promise<NewPublished> {
  const { kind, money, place, publisher } = input;
  const origin = originOf(place);
  const days = checkedDays(input.days);
  if (money && !publisher.money) {
    throw new AppError('forbidden', 'money: you do not see amounts, so you cannot publish them. Leave out `money`.');
  }
  const at = ctx.now();
  const linkId = newLinkId();
  const token = newSecret();
  const row = await inTransaction(ctx.db, async (tx) => {
    if ((await countLiveLinks(tx, publisher.id, at)) >= MOST_LIVE) {
      throw new AppError('conflict', `You have ${MOST_LIVE} links already. Revoke some in \`/pulse published\`.`);
    }
    const stored = await insertPublishedLink(tx, {
      linkId,
      tokenSha256: hashOf(token),
      kind,
      money,
      publishedBy: publisher.id,
      publishedAt: at,
      expiresAt: new Date(at.getTime() + days * DAY_MS),
    });
    const detail = { link_id: linkId, kind, money, expires_at: stored.expires_at.toISOString() };
    await appendAudit(tx, { actor: publisher.id, action: 'dashboard_published', accountNo: null, detail });
    return stored;
  });
  return {
    timeZone: ctx.timeZone,
    link: toPublished(row, await authorsOf(ctx, [publisher.id]), at),
    url: `${origin}/p/${linkId}#${token}`,
  };
}

function checkedDays(days: number | null): number {
  if (days === null) return USUAL_DAYS;
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  throw new AppError('invalid', `days: needs 1d to ${MOST_DAYS}d, such as ${USUAL_DAYS}d.`);
}
