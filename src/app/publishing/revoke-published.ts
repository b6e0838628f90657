import { type ChangePublishedCall, changePublished } from './change-published.ts';
import type { PublishedLink } from './published-report.ts';

/**
 * Ends a published dashboard for good, at once and also where it is open.
 * @throws AppError `not_found` for a link that is over, does not exist or is of others.
 */
export function revokePublished(call: ChangePublishedCall): Promise<PublishedLink> {
  return changePublished(call, 'revoke');
}
