import { type ChangePublishedCall, changePublished } from './change-published.ts';
import type { PublishedLink } from './published-report.ts';

/**
 * Shows a paused dashboard again, under the link that people have.
 * @throws AppError `not_found` for a link that is over, does not exist or is of others.
 */
export function resumePublished(call: ChangePublishedCall): Promise<PublishedLink> {
  return changePublished(call, 'resume');
}
