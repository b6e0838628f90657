import { type ChangePublishedCall, changePublished } from './change-published.ts';
import type { PublishedLink } from './published-report.ts';

/**
 * Hides a published dashboard until it is resumed, at once and also where it is open.
 * @throws AppError `not_found` for a link that is over, does not exist or is of others.
 */
export function pausePublished(call: ChangePublishedCall): Promise<PublishedLink> {
  return changePublished(call, 'pause');
}
