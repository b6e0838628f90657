import type { OutgoingMessage } from './publisher.ts';

const MAX_BLOCKS = 50;

/** The message with a short label of ours in front, in every one of its forms. The label is plain text. */
export function labelMessage(message: OutgoingMessage, label: string): OutgoingMessage {
  const line = { type: 'context', elements: [{ type: 'plain_text', text: label }] };
  const labelled = (blocks: OutgoingMessage['blocks']) =>
    blocks.length === 0 || blocks.length >= MAX_BLOCKS ? blocks : [line, ...blocks];
  return {
    ...message,
    text: `${label} ${message.text}`,
    blocks: labelled(message.blocks),
    classic: message.classic && labelled(message.classic),
  };
}
