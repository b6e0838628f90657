import type { WorkspaceContext } from '../workspace-context.ts';
import type { WorkspaceChannel } from '../workspace-options.ts';
import type { RenderContext } from './render-context.ts';

/** Names, zone and menus as the person in the browser sees them. */
export function createRenderContext(context: WorkspaceContext): RenderContext {
  const viewer = context.options.viewer;
  const seen = [...context.channels.values()].filter(
    (channel) => channel.kind === 'channel' || channel.members.includes(viewer),
  );
  return {
    nameOfPerson: (id) => context.people.get(id)?.name ?? null,
    nameOfChannel: (id) => context.channels.get(id)?.name ?? null,
    nameOfUsergroup: (id) => context.options.usergroups?.find((group) => group.id === id)?.handle ?? null,
    zone: context.people.get(viewer)?.tz ?? 'UTC',
    now: context.now(),
    people: [...context.people.values()]
      .filter((person) => !person.deleted)
      .map((person) => ({ id: person.id, name: person.name })),
    conversations: seen
      .filter((channel) => !channel.isArchived)
      .map((channel) => ({
        id: channel.id,
        name: channelTitle(context, channel),
        isPublic: channel.kind === 'channel',
      })),
  };
}

/** `#name` of a channel, or who else is in a direct message. */
export function channelTitle(context: WorkspaceContext, channel: WorkspaceChannel): string {
  if (channel.kind === 'channel') {
    return `#${channel.name}`;
  }
  if (channel.kind === 'private') {
    return `🔒 ${channel.name}`;
  }
  const others = channel.members.filter((member) => member !== context.options.viewer);
  return others.map((member) => context.people.get(member)?.name ?? member).join(', ') || channel.name;
}
