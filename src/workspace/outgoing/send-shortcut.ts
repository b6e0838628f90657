import { messagePayload } from '../api/message-payload.ts';
import { nextTs } from '../messages.ts';
import { giveTrigger } from '../triggers.ts';
import type { Message, WorkspaceContext } from '../workspace-context.ts';
import { type Delivery, deliverInteraction } from './deliver.ts';
import { payloadHead } from './payload-parts.ts';
import { giveResponseUrl } from './response-urls.ts';

/** A global shortcut, or with a message a `message_action`. */
export function sendShortcut(
  context: WorkspaceContext,
  input: { user: string; callbackId: string; message: Message | null },
): Promise<Delivery> {
  const { user, callbackId, message } = input;
  const head = {
    ...payloadHead(context, user),
    callback_id: callbackId,
    action_ts: nextTs(context),
    trigger_id: giveTrigger(context, user, null),
  };
  if (message === null) {
    return deliverInteraction(context, { type: 'shortcut', ...head });
  }
  const { channel, ts, threadTs } = message;
  return deliverInteraction(context, {
    type: 'message_action',
    ...head,
    channel: { id: channel, name: context.channels.get(channel)?.name ?? '' },
    message_ts: ts,
    message: messagePayload(context, message, true),
    response_url: giveResponseUrl(context, { channel, user, threadTs, originalTs: ts }),
  });
}
