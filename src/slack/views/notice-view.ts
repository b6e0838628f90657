import type { types } from '@slack/bolt';
import { callbackId } from '../action-ids.ts';
import { plainText, section } from '../messages/layout.ts';
import type { SlackBlock, SlackMessage } from '../messages/message.ts';

/** A modal that shows a message; tables and charts do not exist in modals, their twins do. */
export function noticeModal(title: string, { blocks, classic }: SlackMessage): types.ModalView {
  return {
    type: 'modal',
    callback_id: callbackId('notice'),
    title: plainText(title, 24),
    close: plainText('Close', 24),
    blocks: classicBlocks(classic ?? blocks),
  };
}

export function loadingModal(title: string): types.ModalView {
  return {
    type: 'modal',
    callback_id: callbackId('notice'),
    title: plainText(title, 24),
    close: plainText('Close', 24),
    blocks: [section('Loading…')],
  };
}

/** The blocks that every surface can show. */
export function classicBlocks(blocks: readonly SlackBlock[]): types.KnownBlock[] {
  return blocks.filter((block) => block.type !== 'data_visualization').slice(0, 100);
}
