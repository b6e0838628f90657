import { botIsIn, openDirectChannel } from '../create-context.ts';
import type { JsonObject } from '../json.ts';
import { repliesOf } from '../messages.ts';
import { announce, type Message, type WorkspaceContext } from '../workspace-context.ts';
import type { WorkspaceChannel } from '../workspace-options.ts';
import { ApiFailure } from './api-failure.ts';
import { booleanArgument, integerArgument, pageOf, requiredArgument, stringArgument } from './arguments.ts';
import { conversationPayload } from './conversation-payload.ts';
import { findChannel, findReadableChannel } from './find-channel.ts';
import { messagePayload } from './message-payload.ts';

const TYPE_OF_KIND = { channel: 'public_channel', private: 'private_channel', im: 'im', mpim: 'mpim' } as const;

export function conversationInfo(context: WorkspaceContext, args: JsonObject): JsonObject {
  return { channel: conversationPayload(context, findChannel(context, args)) };
}

export function listConversations(context: WorkspaceContext, args: JsonObject): JsonObject {
  const types = (stringArgument(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
  const withoutArchived = booleanArgument(args, 'exclude_archived');
  const seen = [...context.channels.values()].filter(
    (channel) =>
      types.includes(TYPE_OF_KIND[channel.kind]) &&
      (channel.kind === 'channel' || botIsIn(context, channel)) &&
      !(withoutArchived && channel.isArchived),
  );
  const { page, response_metadata } = pageOf(args, seen, 1000);
  return { channels: page.map((channel) => conversationPayload(context, channel)), response_metadata };
}

export function listMembers(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel = findChannel(context, args);
  const bot = botIsIn(context, channel) && !channel.members.includes(context.bot.id) ? [context.bot.id] : [];
  const { page, response_metadata } = pageOf(args, [...channel.members, ...bot], 1000);
  return { members: page, response_metadata };
}

export function openConversation(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel =
    stringArgument(args, 'channel') !== null
      ? findChannel(context, args)
      : channelWith(context, requiredArgument(args, 'users').split(','));
  announce(context, { kind: 'channels' });
  const full = booleanArgument(args, 'return_im');
  return { channel: full ? conversationPayload(context, channel) : { id: channel.id } };
}

export function conversationHistory(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel = findReadableChannel(context, args);
  const lasting = (context.messages.get(channel.id) ?? []).filter(
    (message) => message.threadTs === null && message.ephemeralFor === null,
  );
  return slice(context, args, inRange(args, lasting).reverse());
}

export function conversationReplies(context: WorkspaceContext, args: JsonObject): JsonObject {
  const channel = findReadableChannel(context, args);
  const ts = requiredArgument(args, 'ts');
  const parent = context.messages
    .get(channel.id)
    ?.find((message) => message.ts === ts && message.ephemeralFor === null);
  if (parent === undefined) {
    throw new ApiFailure('thread_not_found');
  }
  return slice(context, args, [parent, ...inRange(args, repliesOf(context, channel.id, ts))]);
}

function channelWith(context: WorkspaceContext, users: readonly string[]): WorkspaceChannel {
  const people = users.map((user) => user.trim()).filter((user) => user !== context.bot.id);
  const [first] = people;
  if (first === undefined || people.some((user) => !context.people.has(user))) {
    throw new ApiFailure('user_not_found');
  }
  if (people.length === 1) {
    const channel = openDirectChannel(context, first);
    context.save();
    return channel;
  }
  const members = [...people, context.bot.id];
  const known = [...context.channels.values()].find(
    (channel) => channel.kind === 'mpim' && [...channel.members].sort().join() === [...members].sort().join(),
  );
  const id = `G${context.channels.size}${people.map((user) => user.slice(-3)).join('')}`;
  const channel: WorkspaceChannel = known ?? { id, name: `mpdm-${people.length}`, kind: 'mpim', members };
  context.channels.set(channel.id, channel);
  context.save();
  return channel;
}

function inRange(args: JsonObject, messages: readonly Message[]): Message[] {
  const oldest = stringArgument(args, 'oldest');
  const latest = stringArgument(args, 'latest');
  const inclusive = booleanArgument(args, 'inclusive');
  return messages.filter((message) => {
    const ts = Number(message.ts);
    const after = oldest === null || ts > Number(oldest) || (inclusive && ts === Number(oldest));
    const before = latest === null || ts < Number(latest) || (inclusive && ts === Number(latest));
    return after && before;
  });
}

function slice(context: WorkspaceContext, args: JsonObject, messages: readonly Message[]): JsonObject {
  const withMetadata = booleanArgument(args, 'include_all_metadata');
  const { page, response_metadata } = pageOf({ ...args, limit: integerArgument(args, 'limit', 100) }, messages, 999);
  return {
    messages: page.map((message) => messagePayload(context, message, withMetadata)),
    has_more: response_metadata.next_cursor !== '',
    response_metadata,
  };
}
