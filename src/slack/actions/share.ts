import { modal } from '../handling.ts';
import { accountName } from '../messages/account-lines.ts';
import { shareModal } from '../views/share-view.ts';
import type { Action } from './action.ts';

/** [Share…]: asks where to; the channel is checked when it is submitted. */
export const share: Action = {
  name: 'share',
  opens: 'Share account',
  run: async ({ ctx, deps, asker, request }) => {
    const { standing } = await deps.accountHealth({ ctx, input: { accountId: request.value } });
    const { account } = standing;
    return modal(shareModal({ accountId: account.accountId, name: accountName(account), money: asker.money }));
  },
};
