import type { types } from '@slack/bolt';
import type { Handling } from './handling.ts';
import { decodeSlackText } from './mrkdwn.ts';
import { lookupModal } from './views/lookup-view.ts';
import { touchModal } from './views/touch-view.ts';

/** What Slack offers beside the commands: everywhere, or on a message. */
export interface Shortcut {
  /** Named in the manifest: it stays for ever. */
  readonly callbackId: string;
  /** Of the modal that opens with a loading text. */
  readonly title: string;
  readonly run: (handling: Handling) => types.ModalView;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { callbackId: 'look_up_account', title: 'Look up account', run: () => lookupModal() },
  {
    callbackId: 'log_touch',
    title: 'Log a touch',
    run: ({ request }) => touchModal({ account: null, text: decodeSlackText(request.value) }),
  },
];
