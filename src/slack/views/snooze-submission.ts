import { snoozedOutcome } from '../messages/alerts.ts';
import { notice } from '../messages/notices.ts';
import { readAccountState } from './account-state.ts';
import { noticeModal } from './notice-view.ts';
import { snoozeForm } from './snooze-view.ts';
import { todayOf } from './today.ts';
import type { ViewSubmission } from './view.ts';

/** Keeps an account's open alerts quiet; what is open is looked up again. */
export const snoozeSubmission: ViewSubmission = {
  name: 'snooze',
  title: 'Snooze alerts',
  check: snoozeForm.check,
  run: async ({ ctx, deps, asker, request }) => {
    const accountId = readAccountState(request.view, 'Snooze…');
    const decided = snoozeForm.valueOf(request.view, todayOf(ctx));
    const outcome = await deps.snoozeEpisodes({ ctx, input: { accountId, actor: asker.userId, ...decided } });
    return noticeModal('Snooze alerts', notice(snoozedOutcome(outcome)));
  },
};
