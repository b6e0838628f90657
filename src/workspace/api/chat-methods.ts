import type { JsonObject } from '../json.ts';
import { addMessage, changeMessage, findMessage, nextTs, removeMessage } from '../messages.ts';
import type { Message, WorkspaceContext } from '../workspace-context.ts';
import { ApiFailure } from './api-failure.ts';
import { requiredArgument, stringArgument } from './arguments.ts';
import { checkedContent, checkedMetadata } from './checked-content.ts';
import { findChannel, findWritableChannel } from './find-channel.ts';
import { messagePayload } from './message-payload.ts';

export function postMessage(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel = findWritableChannel(context, args);
  const content = checkedContent(args);
  const message = addMessage(context, {
    ...content,
    channel: channel.id,
    user: context.bot.id,
    threadTs: threadArgument(args),
    metadata: checkedMetadata(args),
  });
  return { channel: channel.id, ts: message.ts, message: messagePayload(context, message, true) };
}

export function postEphemeral(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel = findWritableChannel(context, args);
  const user = requiredArgument(args, 'user');
  if (!channel.members.includes(user)) {
    throw new ApiFailure('user_not_in_channel');
  }
  const message = addMessage(context, {
    ...checkedContent(args),
    channel: channel.id,
    user: context.bot.id,
    threadTs: threadArgument(args),
    metadata: null,
    ephemeralFor: user,
  });
  return { message_ts: message.ts };
}

export function updateMessage(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel = findWritableChannel(context, args);
  const message = ownMessage(context, channel.id, requiredArgument(args, 'ts'), 'cant_update_message');
  const content = checkedContent(args);
  const metadata = checkedMetadata(args) ?? message.metadata;
  changeMessage(context, message, { ...content, metadata, editedTs: nextTs(context) });
  const payload = messagePayload(context, message, true);
  return { channel: channel.id, ts: message.ts, text: message.text, message: payload };
}

export function deleteMessage(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel = findWritableChannel(context, args);
  const message = ownMessage(context, channel.id, requiredArgument(args, 'ts'), 'cant_delete_message');
  removeMessage(context, message);
  return { channel: channel.id, ts: message.ts };
}

export function getPermalink(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel = findChannel(context, args);
  const message = lastingMessage(context, channel.id, requiredArgument(args, 'message_ts'));
  const thread = message.threadTs === null ? '' : `&thread=${message.threadTs}`;
  return { channel: channel.id, permalink: `${context.url}/?channel=${channel.id}${thread}#m-${message.ts}` };
}

export function addReaction(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel = findWritableChannel(context, args);
  const name = requiredArgument(args, 'name').replaceAll(':', '');
  const message = lastingMessage(context, channel.id, requiredArgument(args, 'timestamp'));
  const reaction = message.reactions.find((other) => other.name === name);
  if (reaction?.users.includes(context.bot.id)) {
    throw new ApiFailure('already_reacted');
  }
  const others = message.reactions.filter((other) => other !== reaction);
  const users = [...(reaction?.users ?? []), context.bot.id];
  changeMessage(context, message, { reactions: [...others, { name, users }] });
  return {};
}

function threadArgument(args: JsonObject): string | null {
  const ts = stringArgument(args, 'thread_ts');
  if (ts !== null && !/^\d+\.\d{6}$/.test(ts)) {
    throw new ApiFailure('invalid_thread_ts');
  }
  return ts;
}

/** @throws ApiFailure message_not_found; an ephemeral message cannot be addressed by ts */
export function lastingMessage(context: WorkspaceContext, channel: string, ts: string): Message {
  const message = findMessage(context, channel, ts);
  if (message === null || message.ephemeralFor !== null) {
    throw new ApiFailure('message_not_found');
  }
  return message;
}

function ownMessage(context: WorkspaceContext, channel: string, ts: string, refusal: string): Message {
  const message = lastingMessage(context, channel, ts);
  if (message.user !== context.bot.id) {
    throw new ApiFailure(refusal);
  }
  return message;
}
