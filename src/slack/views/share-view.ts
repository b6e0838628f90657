import type { types } from '@slack/bolt';
import { callbackId, inputId } from '../action-ids.ts';
import { plainText, section } from '../messages/layout.ts';
import { writeAccountState } from './account-state.ts';

/** Where to share an account's card, and whether with amounts; the choice of amounts is only offered to who sees them. */
export function shareModal(options: {
  readonly accountId: string;
  /** Safe mrkdwn. */
  readonly name: string;
  readonly money: boolean;
}): types.ModalView {
  return {
    type: 'modal',
    callback_id: callbackId('share'),
    private_metadata: writeAccountState(options.accountId),
    title: plainText('Share account', 24),
    submit: plainText('Share', 24),
    close: plainText('Cancel', 24),
    blocks: [
      section(`Share the card of *${options.name}* to a channel. Channels with people from outside are refused.`),
      {
        type: 'input',
        block_id: 'channel',
        label: plainText('Channel', 100),
        element: {
          type: 'conversations_select',
          action_id: inputId('channel'),
          placeholder: plainText('Choose a channel', 150),
          filter: { include: ['public', 'private'], exclude_external_shared_channels: true, exclude_bot_users: true },
        },
      },
      ...(options.money ? [moneyChoice()] : []),
    ],
  };
}

function moneyChoice(): types.InputBlock {
  return {
    type: 'input',
    block_id: 'with_money',
    optional: true,
    label: plainText('Amounts', 100),
    element: {
      type: 'checkboxes',
      action_id: inputId('with_money'),
      options: [{ text: plainText('Show MRR, ARR and exposure', 75), value: 'money' }],
    },
  };
}
