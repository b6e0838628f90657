import { modal } from '../handling.ts';
import { accountName } from '../messages/account-lines.ts';
import { touchModal } from '../views/touch-view.ts';
import type { Action } from './action.ts';

/** [Log a touch…] on an account. */
export const touch: Action = {
  name: 'touch',
  opens: 'Log a touch',
  run: async ({ ctx, deps, request }) => {
    const { account } = await deps.accountTouches({ ctx, input: { accountId: request.value, limit: 1 } });
    const { accountId } = account;
    return modal(touchModal({ account: { accountId, name: accountName(account) }, text: '' }));
  },
};
