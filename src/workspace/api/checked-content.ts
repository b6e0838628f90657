import { checkMessageBlocks } from '../blocks/check-blocks.ts';
import { LIMITS } from '../blocks/limits.ts';
import { nameBlocks } from '../blocks/name-blocks.ts';
import { isObject, type JsonObject, stringOf } from '../json.ts';
import { ApiFailure, failureWithReasons } from './api-failure.ts';
import { listArgument, objectArgument, stringArgument } from './arguments.ts';

export interface MessageContent {
  text: string;
  blocks: JsonObject[];
}

/**
 * Text and blocks of a message as Slack would take them.
 * @throws ApiFailure no_text, msg_too_long, invalid_blocks, msg_blocks_too_long
 */
export function checkedContent(args: JsonObject): MessageContent {
  const blocks = listArgument(args, 'blocks', 'invalid_blocks_format') ?? [];
  const text = stringArgument(args, 'text') ?? '';
  if (text === '' && blocks.length === 0) {
    throw new ApiFailure('no_text');
  }
  if (text.length > LIMITS.messageText) {
    throw new ApiFailure('msg_too_long');
  }
  const problems = checkMessageBlocks(blocks);
  if (problems.length > 0) {
    throw failureWithReasons('invalid_blocks', problems);
  }
  if (visibleLength(blocks) > LIMITS.messageBlocksText) {
    throw new ApiFailure('msg_blocks_too_long');
  }
  return { text, blocks: nameBlocks(blocks) };
}

/** Message metadata; null when absent. @throws ApiFailure invalid_metadata_format */
export function checkedMetadata(args: JsonObject): JsonObject | null {
  const metadata = objectArgument(args, 'metadata', 'invalid_metadata_format');
  if (metadata === null) {
    return null;
  }
  if (stringOf(metadata['event_type']) === '' || !isObject(metadata['event_payload'])) {
    throw failureWithReasons('invalid_metadata_format', ['[ERROR] needs event_type and an object event_payload']);
  }
  return metadata;
}

const NOT_SHOWN = new Set(['type', 'block_id', 'action_id', 'value', 'style', 'url', 'icon', 'user_id', 'name']);

/** Characters of everything readable in the blocks, in UTF-16 units. */
function visibleLength(value: unknown): number {
  if (typeof value === 'string') {
    return value.length;
  }
  if (Array.isArray(value)) {
    return value.reduce((sum: number, item: unknown) => sum + visibleLength(item), 0);
  }
  if (!isObject(value)) {
    return 0;
  }
  return Object.entries(value).reduce((sum, [key, item]) => sum + (NOT_SHOWN.has(key) ? 0 : visibleLength(item)), 0);
}
