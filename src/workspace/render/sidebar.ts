import { botIsIn, directChannelOf } from '../create-context.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import type { WorkspaceChannel } from '../workspace-options.ts';
import { avatarHtml } from './avatar.ts';
import { channelTitle } from './create-render-context.ts';
import { attributes, escapeHtml } from './escape-html.ts';
import type { PageRoute } from './page-route.ts';

/** The list of channels, direct messages and the app. */
export function sidebarHtml(context: WorkspaceContext, route: PageRoute): string {
  const viewer = context.people.get(context.options.viewer);
  const seen = [...context.channels.values()].filter(
    (channel) =>
      !channel.isArchived && (channel.kind === 'channel' || channel.members.includes(context.options.viewer)),
  );
  const app = directChannelOf(context, context.options.viewer);
  const channels = seen.filter((channel) => channel.kind === 'channel' || channel.kind === 'private');
  const directs = seen.filter((channel) => channel.id !== app?.id && !channels.includes(channel));
  const inApp = route.kind === 'home' || route.channel.id === app?.id;
  const color = viewer?.avatarColor ?? null;
  return `<div class="team"><b>${escapeHtml(context.options.team.name)}</b><span class="dim">Local workspace</span></div>
<div class="lists"><h2>Channels</h2><ul>${channels.map((channel) => itemHtml(context, channel, route)).join('')}</ul>
${directs.length === 0 ? '' : `<h2>Direct messages</h2><ul>${directs.map((channel) => itemHtml(context, channel, route)).join('')}</ul>`}
<h2>Apps</h2><ul><li><a data-go href="/?channel=${encodeURIComponent(app?.id ?? '')}"${attributes({ 'data-channel': app?.id ?? '', 'aria-current': inApp && route.kind === 'channel' ? 'page' : null })}>${avatarHtml({ name: context.bot.name, color: context.bot.avatarColor ?? null, isBot: true })}<span class="name">${escapeHtml(context.bot.name)}</span><span class="unread" hidden></span></a></li><li><a class="sub" data-go href="/?home=1"${attributes({ 'aria-current': route.kind === 'home' ? 'page' : null })}><span class="name">App Home</span></a></li></ul></div>
<div class="me">${avatarHtml({ name: viewer?.realName ?? '', color, isBot: false })}<div><b>${escapeHtml(viewer?.realName ?? '')}</b><span class="dim">@${escapeHtml(viewer?.name ?? '')}</span></div></div>`;
}

function itemHtml(context: WorkspaceContext, channel: WorkspaceChannel, route: PageRoute): string {
  const current = route.kind === 'channel' && route.channel.id === channel.id;
  const title = isDirect(channel) ? channelTitle(context, channel) : channel.name;
  const away = botIsIn(context, channel) || isDirect(channel) ? '' : ' away';
  const shared = channel.isExtShared ? '<span class="shared" title="Shared with another company">◇</span>' : '';
  return `<li><a data-go class="channel${away}" href="/?channel=${encodeURIComponent(channel.id)}"${attributes({ 'data-channel': channel.id, 'aria-current': current ? 'page' : null })}>${markHtml(context, channel)}<span class="name">${escapeHtml(title)}</span>${shared}<span class="unread" hidden></span></a></li>`;
}

function isDirect(channel: WorkspaceChannel): boolean {
  return channel.kind === 'im' || channel.kind === 'mpim';
}

function markHtml(context: WorkspaceContext, channel: WorkspaceChannel): string {
  if (!isDirect(channel)) {
    return channel.kind === 'channel'
      ? '<span class="hash" aria-hidden="true">#</span>'
      : '<span class="hash" role="img" aria-label="private"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 7h8v6H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/></svg></span>';
  }
  const other = channel.members.find((member) => member !== context.options.viewer) ?? '';
  const person = context.people.get(other);
  const name = person?.realName ?? channel.name;
  return avatarHtml({ name, color: person?.avatarColor ?? null, isBot: person?.isBot === true });
}
