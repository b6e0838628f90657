import { accountName } from '../messages/account-lines.ts';
import { notice } from '../messages/notices.ts';
import { noticeModal } from './notice-view.ts';
import { todayOf } from './today.ts';
import { touchForm } from './touch-view.ts';
import type { ViewSubmission } from './view.ts';

/** Keeps what somebody did with a customer. */
export const touchSubmission: ViewSubmission = {
  name: 'touch',
  title: 'Log a touch',
  check: touchForm.check,
  run: async ({ ctx, deps, asker, request }) => {
    const touch = touchForm.valueOf(request.view, todayOf(ctx));
    const { account, state } = await deps.logTouch({ ctx, input: { ...touch, actor: asker.userId } });
    const name = `*${accountName(account)}*`;
    const text =
      state === 'changed'
        ? `✅ ${name}: the ${touch.kind === 'email' ? 'e-mail' : touch.kind} is logged. The card shows it as the last touch.`
        : `${name}: you had just logged this, nothing was added.`;
    return noticeModal('Log a touch', notice(text));
  },
};
