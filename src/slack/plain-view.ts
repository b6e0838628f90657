import type { types } from '@slack/bolt';
import { slackErrorOf } from './clients.ts';
import { fitLines, message, sections } from './messages/layout.ts';
import type { SlackMessage } from './messages/message.ts';
import { escapeMrkdwn } from './mrkdwn.ts';
import { isFormatError } from './permanent-errors.ts';

/** Of a view's texts; what is beyond is left out. */
const MOST = 9000;
const FORM =
  'Slack did not take this form, so nothing was changed. Please try again later, or ask your admin to run `cs-pulse doctor`.';
const NOTHING = 'Slack did not take what was to be shown here. Please ask again with `/health` or `/pulse`.';

type Block = types.KnownBlock | types.Block;

/**
 * Sends a view's blocks; where Slack refuses them, their texts alone, then one sentence that every Slack takes. What
 * was refused was not shown, so the next may follow.
 * @throws what the last attempt threw
 */
export async function sendBlocks<T>(
  blocks: readonly Block[],
  send: (blocks: types.KnownBlock[] | null) => Promise<T>,
): Promise<T> {
  const simpler = [textsOf(blocks), [NOTHING]].map((lines) => sections(fitLines(lines, MOST).kept));
  for (let shown: types.KnownBlock[] | null = null; ; ) {
    try {
      return await send(shown);
    } catch (error) {
      const next = isFormatError(slackErrorOf(error)) ? simpler.shift() : undefined;
      if (next === undefined) throw error;
      shown = next;
    }
  }
}

/** What blocks say, as a message. */
export function plainMessage(blocks: readonly Block[]): SlackMessage {
  const { kept } = fitLines(textsOf(blocks), MOST);
  return message(kept, sections(kept));
}

/** Everything readable, one line per text, as safe mrkdwn. A form without its fields says nothing of use. */
function textsOf(blocks: readonly Block[]): string[] {
  if (blocks.some(({ type }) => type === 'input')) return [FORM];
  const texts = blocks.flatMap((block) => (block.type === 'actions' ? [] : readable(block)));
  return texts.length === 0 ? [NOTHING] : texts;
}

function readable(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(readable);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = { type: undefined, text: undefined, ...value };
  if (type === 'button') return [];
  if (typeof text === 'string') return [type === 'mrkdwn' ? text : escapeMrkdwn(text)];
  return Object.values(value).flatMap(readable);
}
