import { botIsIn, directChannelOf } from '../create-context.ts';
import { freshId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { nextTs } from '../messages.ts';
import { viewPayload } from '../views.ts';
import type { Message, WorkspaceContext } from '../workspace-context.ts';
import type { WorkspaceChannel } from '../workspace-options.ts';
import { type Delivery, deliverJson } from './deliver.ts';

/** An Events API delivery (`event_callback`). */
export function sendEvent(
  context: WorkspaceContext,
  event: JsonObject,
  channel: WorkspaceChannel | null,
): Promise<Delivery> {
  const { team } = context.options;
  return deliverJson(context, {
    token: 'verification-token',
    type: 'event_callback',
    team_id: team.id,
    api_app_id: context.appId,
    event,
    event_id: freshId('Ev'),
    event_time: Math.floor(context.now().getTime() / 1000),
    event_context: freshId('EC'),
    is_ext_shared_channel: channel?.isExtShared === true,
    context_team_id: team.id,
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: context.bot.id, is_bot: true, is_enterprise_install: false },
    ],
  });
}

/** A person opened the app's Home or Messages tab. */
export function sendHomeOpened(context: WorkspaceContext, user: string, tab: 'home' | 'messages'): Promise<Delivery> {
  const view = context.homes.get(user);
  const channel = directChannelOf(context, user);
  return sendEvent(
    context,
    {
      type: 'app_home_opened',
      user,
      channel: channel?.id ?? '',
      tab,
      event_ts: nextTs(context),
      ...(view === undefined ? {} : { view: viewPayload(context, view) }),
    },
    channel,
  );
}

/** Tells the app of a message in its DM, or of a mention where it is a member; null when it is neither. */
export function sendMessageEvent(
  context: WorkspaceContext,
  message: Message,
  channel: WorkspaceChannel,
): Promise<Delivery> | null {
  const base = {
    user: message.user,
    text: message.text,
    ts: message.ts,
    event_ts: message.ts,
    channel: channel.id,
    team: context.options.team.id,
    client_msg_id: freshId(''),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
  };
  if (channel.kind === 'im' && channel.members.includes(context.bot.id)) {
    return sendEvent(context, { ...base, type: 'message', channel_type: 'im' }, channel);
  }
  return botIsIn(context, channel) && message.text.includes(`<@${context.bot.id}>`)
    ? sendEvent(context, { ...base, type: 'app_mention' }, channel)
    : null;
}
