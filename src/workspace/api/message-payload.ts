import type { JsonObject } from '../json.ts';
import { repliesOf } from '../messages.ts';
import type { Message, WorkspaceContext } from '../workspace-context.ts';
import { filePayload } from './file-payload.ts';

/** A message in the Web API's form. */
export function messagePayload(context: WorkspaceContext, message: Message, withMetadata: boolean): JsonObject {
  const byBot = message.user === context.bot.id;
  const replies = message.threadTs === null ? repliesOf(context, message.channel, message.ts) : [];
  const last = replies.at(-1);
  return {
    type: 'message',
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: context.options.team.id,
    ...(byBot ? { bot_id: context.botId, app_id: context.appId } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.editedTs === null ? {} : { edited: { user: message.user, ts: message.editedTs } }),
    ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
    ...(message.files === undefined ? {} : { files: message.files.map((file) => filePayload(context, file)) }),
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map((reaction) => ({ ...reaction, count: reaction.users.length })) }
      : {}),
    ...threadPart(context, message),
    ...(last === undefined
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.user))],
          reply_users_count: new Set(replies.map((reply) => reply.user)).size,
          latest_reply: last.ts,
        }),
  };
}

function threadPart(context: WorkspaceContext, message: Message): JsonObject {
  if (message.threadTs === null) {
    return {};
  }
  const parent = (context.messages.get(message.channel) ?? []).find((other) => other.ts === message.threadTs);
  return { thread_ts: message.threadTs, ...(parent === undefined ? {} : { parent_user_id: parent.user }) };
}
