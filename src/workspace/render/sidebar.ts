import { botIsIn, directChannelOf } from '../create-context.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import type { WorkspaceChannel } from '../workspace-options.ts';
import { avatarHtml } from './avatar.ts';
import { channelTitle } from './create-render-context.ts';
import { attributes, escapeHtml } from './escape-html.ts';
import type { PageRoute } from './page.ts';

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
  const title = channelTitle(context, channel).replace(/^#/, '');
  const mark = channel.kind === 'channel' ? '<span class="hash" aria-hidden="true">#</span>' : '';
  const away = botIsIn(context, channel) ? '' : ' away';
  const shared = channel.isExtShared ? '<span class="shared" title="Shared with another company">◇</span>' : '';
  return `<li><a data-go class="channel${away}" href="/?channel=${encodeURIComponent(channel.id)}"${attributes({ 'data-channel': channel.id, 'aria-current': current ? 'page' : null })}>${mark}<span class="name">${escapeHtml(title)}</span>${shared}<span class="unread" hidden></span></a></li>`;
}
