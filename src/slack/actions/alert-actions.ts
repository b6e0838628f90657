import { answer, type Handling, modal, type Outcome } from '../handling.ts';
import { accountName } from '../messages/account-lines.ts';
import { acknowledgedText, alertsLine, wokenText } from '../messages/alerts.ts';
import { notice } from '../messages/notices.ts';
import { noticeModal } from '../views/notice-view.ts';
import { snoozeModal } from '../views/snooze-view.ts';
import { todayOf } from '../views/today.ts';
import type { Action } from './action.ts';

/** [Acknowledge]: the asker takes the account's open alerts. */
export const acknowledge: Action = {
  name: 'acknowledge',
  run: async (handling) => {
    const { ctx, deps } = handling;
    return said(acknowledgedText(await deps.acknowledgeEpisodes({ ctx, input: inputOf(handling) })));
  },
};

/** [Wake] in the list of what is snoozed. */
export const wake: Action = {
  name: 'wake',
  run: async (handling) => {
    const { ctx, deps } = handling;
    return said(wokenText(await deps.wakeEpisodes({ ctx, input: inputOf(handling) })));
  },
};

/** [Snooze…]: asks until when and why, when there is something to snooze. */
export const snooze: Action = {
  name: 'snooze',
  opens: 'Snooze alerts',
  run: async (handling) => {
    const { ctx, deps, request } = handling;
    const { account, open } = await deps.accountEpisodes({ ctx, input: { accountId: request.value } });
    const { accountId, renewsOn } = account;
    const name = accountName(account);
    const alerts = alertsLine(open);
    if (alerts === null) {
      const text = `*${name}*: no alert is open, there is nothing to snooze.`;
      return modal(noticeModal('Snooze alerts', notice(text)));
    }
    return modal(snoozeModal({ accountId, name, alerts, today: todayOf(ctx), renewsOn }));
  },
};

function inputOf({ asker, request }: Handling): { readonly accountId: string; readonly actor: string } {
  return { accountId: request.value, actor: asker.userId };
}

function said(text: string): Outcome {
  return answer(notice(text));
}
