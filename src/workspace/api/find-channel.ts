import { botIsIn, openDirectChannel } from '../create-context.ts';
import type { JsonObject } from '../json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import type { WorkspaceChannel } from '../workspace-options.ts';
import { ApiFailure } from './api-failure.ts';
import { requiredArgument } from './arguments.ts';

/**
 * The channel an API call names, as far as the bot may know of it.
 * @throws ApiFailure channel_not_found, also for private channels the bot is not in
 */
export function findChannel(context: WorkspaceContext, args: JsonObject): WorkspaceChannel {
  const name = requiredArgument(args, 'channel');
  const person = context.people.get(name);
  if (person !== undefined && !person.isBot) {
    return openDirectChannel(context, person.id);
  }
  const channel = context.channels.get(name) ?? channelNamed(context, name);
  if (channel === null || (channel.kind !== 'channel' && !botIsIn(context, channel))) {
    throw new ApiFailure('channel_not_found');
  }
  return channel;
}

/** A channel the bot may write to. @throws ApiFailure channel_not_found, is_archived, not_in_channel */
export function findWritableChannel(context: WorkspaceContext, args: JsonObject): WorkspaceChannel {
  const channel = findChannel(context, args);
  if (channel.isArchived) {
    throw new ApiFailure('is_archived');
  }
  if (!botIsIn(context, channel)) {
    throw new ApiFailure('not_in_channel');
  }
  return channel;
}

/** A channel the bot may read. @throws ApiFailure channel_not_found, not_in_channel */
export function findReadableChannel(context: WorkspaceContext, args: JsonObject): WorkspaceChannel {
  const channel = findChannel(context, args);
  if (!botIsIn(context, channel)) {
    throw new ApiFailure('not_in_channel');
  }
  return channel;
}

function channelNamed(context: WorkspaceContext, name: string): WorkspaceChannel | null {
  const plain = name.replace(/^#/, '');
  for (const channel of context.channels.values()) {
    if (channel.kind === 'channel' && channel.name === plain) {
      return channel;
    }
  }
  return null;
}
