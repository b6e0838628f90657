import { freshId, freshSecret } from '../ids.ts';
import { type JsonObject, stringOf } from '../json.ts';
import { addMessage } from '../messages.ts';
import type { StoredFile, Upload, WorkspaceContext } from '../workspace-context.ts';
import { ApiFailure, failureWithReasons } from './api-failure.ts';
import { integerArgument, listArgument, requiredArgument, stringArgument } from './arguments.ts';
import { filePayload } from './file-payload.ts';
import { findWritableChannel } from './find-channel.ts';

const LARGEST = 1024 * 1024;
const MOST_FILES = 10;

/** First step of an upload: where to send the bytes. */
export function getUploadUrl(context: WorkspaceContext, args: JsonObject): JsonObject {
  const name = requiredArgument(args, 'filename');
  const length = integerArgument(args, 'length', 0);
  if (length < 1) {
    throw failureWithReasons('invalid_arguments', ['[ERROR] must be greater than 0 [json-pointer:/length]']);
  }
  if (length > LARGEST) {
    throw new ApiFailure('file_upload_size_restricted');
  }
  const upload: Upload = { id: freshId('F'), name, length, content: null };
  const secret = freshSecret();
  context.uploads.set(secret, upload);
  return { upload_url: `${context.url}/upload/${secret}`, file_id: upload.id };
}

/** Second step: the bytes themselves. @returns false when nobody asked for this upload or the length differs */
export function receiveUpload(context: WorkspaceContext, secret: string, bytes: Uint8Array): boolean {
  const upload = context.uploads.get(secret);
  if (upload === undefined || upload.content !== null || upload.length !== bytes.byteLength) {
    return false;
  }
  upload.content = new TextDecoder().decode(bytes);
  return true;
}

/** Last step: shares the files in a channel. Unlike a message, it takes no person for a channel. */
export function completeUpload(context: WorkspaceContext, args: JsonObject): JsonObject {
  const wanted = listArgument(args, 'files', 'invalid_arguments') ?? [];
  if (wanted.length < 1 || wanted.length > MOST_FILES) {
    throw failureWithReasons('invalid_arguments', ['[ERROR] needs one to ten files [json-pointer:/files]']);
  }
  const channelId = requiredArgument(args, 'channel_id');
  if (!context.channels.has(channelId)) {
    throw new ApiFailure('channel_not_found');
  }
  const channel = findWritableChannel(context, { channel: channelId });
  const files = wanted.map((file) => takeUpload(context, stringOf(file['id']), stringOf(file['title'])));
  for (const [secret, upload] of context.uploads) {
    if (files.some(({ id }) => id === upload.id)) {
      context.uploads.delete(secret);
    }
  }
  const text = stringArgument(args, 'initial_comment') ?? '';
  const threadTs = stringArgument(args, 'thread_ts');
  addMessage(context, { channel: channel.id, user: context.bot.id, text, blocks: [], threadTs, metadata: null, files });
  return { files: files.map((file) => filePayload(context, file)) };
}

function takeUpload(context: WorkspaceContext, id: string, title: string): StoredFile {
  const upload = [...context.uploads.values()].find((one) => one.id === id);
  if (upload === undefined || upload.content === null) {
    throw new ApiFailure('file_not_found');
  }
  return { id, name: upload.name, title: title === '' ? upload.name : title, content: upload.content };
}
