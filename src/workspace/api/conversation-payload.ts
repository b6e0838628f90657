import { botIsIn } from '../create-context.ts';
import type { JsonObject } from '../json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import type { WorkspaceChannel } from '../workspace-options.ts';

/** A conversation in the Web API's form, with every is_* flag that the leak checks read. */
export function conversationPayload(context: WorkspaceContext, channel: WorkspaceChannel): JsonObject {
  const team = context.options.team.id;
  const shared = channel.isExtShared === true;
  const pending = channel.isPendingExtShared === true;
  const base = {
    id: channel.id,
    created: 1_700_000_000,
    is_archived: channel.isArchived === true,
    is_im: channel.kind === 'im',
    is_mpim: channel.kind === 'mpim',
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'private',
    is_private: channel.kind !== 'channel',
    is_shared: shared,
    is_org_shared: false,
    is_ext_shared: shared,
    is_pending_ext_shared: pending,
    context_team_id: team,
    shared_team_ids: shared ? [team, 'T0ELSEWHERE'] : [team],
    connected_team_ids: shared ? ['T0ELSEWHERE'] : [],
    pending_connected_team_ids: pending ? ['T0ELSEWHERE'] : [],
    internal_team_ids: [],
    pending_shared: [],
  };
  if (channel.kind === 'im') {
    const user = channel.members.find((member) => member !== context.bot.id) ?? context.bot.id;
    return { ...base, user, is_open: true, is_user_deleted: context.people.get(user)?.deleted === true };
  }
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_general: channel.name === 'general',
    is_member: botIsIn(context, channel),
    num_members: channel.members.length,
    topic: { value: channel.topic ?? '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}
