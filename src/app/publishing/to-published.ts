import type { PublishedLinkRow } from '../../store/published-links.ts';
import type { Authors } from '../judgements/authors.ts';
import type { PublishedLink, PublishedState } from './published-report.ts';

/** A link as people see it at a moment. */
export function toPublished(row: PublishedLinkRow, authors: Authors, at: Date): PublishedLink {
  return {
    id: row.link_id,
    kind: row.kind,
    money: row.money,
    publishedBy: authors(row.published_by),
    publishedAt: row.published_at,
    expiresAt: row.expires_at,
    lastOpenedAt: row.last_opened_at,
    state: stateOf(row, at),
    pausedFor: row.paused_at === null ? null : row.paused_for,
  };
}

/** The state of a link at a moment. */
export function stateOf(
  row: Pick<PublishedLinkRow, 'expires_at' | 'paused_at' | 'revoked_at'>,
  at: Date,
): PublishedState {
  if (row.revoked_at !== null) return 'revoked';
  if (row.expires_at.getTime() <= at.getTime()) return 'expired';
  return row.paused_at === null ? 'active' : 'paused';
}
