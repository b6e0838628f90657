import type { types } from '@slack/bolt';
import { AppError } from '../../lib/errors.ts';
import { callbackId, SUGGEST_ACCOUNTS } from '../action-ids.ts';
import { healthAnswer } from '../commands/answers.ts';
import { plainText } from '../messages/layout.ts';
import { accountInput } from './fields.ts';
import { noticeModal } from './notice-view.ts';
import type { ViewSubmission } from './view.ts';

/** The form of the global shortcut: an account by a few letters of its name. */
export function lookupModal(): types.ModalView {
  return {
    type: 'modal',
    callback_id: callbackId('lookup'),
    title: plainText('Look up account', 24),
    submit: plainText('Show', 24),
    close: plainText('Close', 24),
    blocks: [accountInput()],
  };
}

export const lookupSubmission: ViewSubmission = {
  name: 'lookup',
  title: 'Look up account',
  run: async (handling) => {
    const accountId = handling.request.view?.values.get(SUGGEST_ACCOUNTS) ?? '';
    if (accountId === '') throw new AppError('invalid', 'Choose an account from the list.');
    return noticeModal('Account', await healthAnswer(handling, accountId));
  },
};
