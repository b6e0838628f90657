import { botIsIn, directChannelOf } from '../create-context.ts';
import { findMessage, repliesOf } from '../messages.ts';
import type { Message, WorkspaceContext } from '../workspace-context.ts';
import type { WorkspaceChannel } from '../workspace-options.ts';
import { channelTitle, createRenderContext } from './create-render-context.ts';
import { attributes, escapeHtml } from './escape-html.ts';
import { messageHtml, messageListHtml } from './message.ts';
import { mrkdwnHtml } from './mrkdwn.ts';
import type { PageRoute } from './page-route.ts';
import type { RenderContext } from './render-context.ts';
import { sidebarHtml } from './sidebar.ts';
import { homeHtml } from './view.ts';

const SHOWN_MESSAGES = 100;
/** In the order in which later rules win. */
export const STYLES = [
  'style.css',
  'sidebar.css',
  'blocks.css',
  'text.css',
  'figures.css',
  'messages.css',
  'controls.css',
  'narrow.css',
];

/** The whole document; it is complete without the script. */
export function pageHtml(context: WorkspaceContext, route: PageRoute, token: string): string {
  const { team } = context.options;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="workspace-token" content="${escapeHtml(token)}">
<title>${escapeHtml(routeTitle(context, route))} · ${escapeHtml(team.name)}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${STYLES.map((name) => `<link rel="stylesheet" href="/assets/${name}">`).join('\n')}
<script type="module" src="/assets/client.js"></script>
</head>
<body data-viewer="${escapeHtml(context.options.viewer)}">
<a class="skip" href="#pane">Skip to messages</a>
<div class="app">
<nav id="sidebar" aria-label="Conversations">${sidebarHtml(context, route)}</nav>
<div class="scrim" data-drawer-close></div>
${paneHtml(context, route)}
</div>
<dialog id="modal" aria-labelledby="modal-title"></dialog>
<dialog id="confirm" aria-labelledby="confirm-title"></dialog>
<div id="toasts" role="status" aria-live="polite"></div>
</body>
</html>`;
}

/** The part right of the sidebar: messages or Home, and the thread panel. */
export function paneHtml(context: WorkspaceContext, route: PageRoute): string {
  const render = createRenderContext(context);
  if (route.kind === 'home') {
    const view = context.homes.get(context.options.viewer) ?? null;
    const channel = directChannelOf(context, context.options.viewer);
    return `<main id="pane" class="pane" tabindex="-1" data-home data-channel="${escapeHtml(channel?.id ?? '')}">${headHtml(context, route)}<div class="scroll">${homeHtml(view, render, context.bot.name)}</div></main><aside id="side" class="side" hidden></aside>`;
  }
  const { channel } = route;
  const messages = shownMessages(context, channel);
  const list = messageListHtml(messages, { workspace: context, render, inThread: false });
  const empty = `<div class="empty"><p>This is the very beginning of <b>${escapeHtml(channelTitle(context, channel))}</b>.</p></div>`;
  return `<main id="pane" class="pane" tabindex="-1" data-channel="${escapeHtml(channel.id)}">${headHtml(context, route)}<div class="scroll" id="scroll"><div id="messages" role="log" aria-live="polite" aria-label="Messages in ${escapeHtml(channelTitle(context, channel))}">${messages.length === 0 ? empty : list}</div></div>${composerHtml(context, channel, null)}</main>${sideHtml(context, route, render)}`;
}

/** What the person in the browser sees of a channel, oldest first. */
function shownMessages(context: WorkspaceContext, channel: WorkspaceChannel): Message[] {
  return (context.messages.get(channel.id) ?? [])
    .filter((message) => message.threadTs === null && isFor(message, context.options.viewer))
    .slice(-SHOWN_MESSAGES);
}

export function isFor(message: Message, viewer: string): boolean {
  return message.ephemeralFor === null || message.ephemeralFor === viewer;
}

function routeTitle(context: WorkspaceContext, route: PageRoute): string {
  return route.kind === 'home' ? `${context.bot.name} Home` : channelTitle(context, route.channel);
}

function headHtml(context: WorkspaceContext, route: PageRoute): string {
  const direct = directChannelOf(context, context.options.viewer);
  const isApp = route.kind === 'home' || route.channel.id === direct?.id;
  const title = route.kind === 'home' ? context.bot.name : channelTitle(context, route.channel);
  const topic = route.kind === 'channel' && route.channel.topic ? route.channel.topic : '';
  const tabs = isApp
    ? `<div class="tabs"><a data-go href="/?home=1"${attributes({ 'aria-current': route.kind === 'home' ? 'page' : null })}>Home</a><a data-go href="/?channel=${encodeURIComponent(direct?.id ?? '')}"${attributes({ 'aria-current': route.kind === 'channel' ? 'page' : null })}>Messages</a></div>`
    : '';
  return `<header class="pane-head"><button type="button" class="icon-button drawer-button" data-drawer aria-label="Show conversations"><span aria-hidden="true">☰</span></button><div class="titles"><h1>${escapeHtml(title)}</h1>${topic === '' ? '' : `<p class="topic">${escapeHtml(topic)}</p>`}</div>${route.kind === 'channel' ? flagsHtml(context, route.channel) : ''}</header>${tabs}`;
}

function flagsHtml(context: WorkspaceContext, channel: WorkspaceChannel): string {
  const flags = [
    channel.isExtShared || channel.isPendingExtShared ? 'shared with another company' : '',
    channel.isArchived ? 'archived' : '',
    botIsIn(context, channel) ? '' : `${context.bot.name} is not here`,
  ].filter((flag) => flag !== '');
  return flags.map((flag) => `<span class="flag">${escapeHtml(flag)}</span>`).join('');
}

function sideHtml(context: WorkspaceContext, route: PageRoute & { kind: 'channel' }, render: RenderContext): string {
  const parent = route.thread === null ? null : findMessage(context, route.channel.id, route.thread);
  if (parent === null || !isFor(parent, context.options.viewer)) {
    return '<aside id="side" class="side" hidden></aside>';
  }
  const replies = (context.messages.get(route.channel.id) ?? []).filter(
    (message) => message.threadTs === parent.ts && isFor(message, context.options.viewer),
  );
  const place = { workspace: context, render, inThread: true };
  const list = replies.map((reply) => messageHtml(reply, place)).join('');
  return `<aside id="side" class="side" aria-label="Thread" data-thread="${escapeHtml(parent.ts)}"><header class="pane-head"><div class="titles"><h2>Thread</h2><p class="topic">${escapeHtml(channelTitle(context, route.channel))}</p></div><a class="icon-button" data-go href="/?channel=${encodeURIComponent(route.channel.id)}" aria-label="Close thread"><span aria-hidden="true">✕</span></a></header><div class="scroll"><div id="thread-messages" role="log" aria-live="polite" aria-label="Thread">${messageHtml(parent, place)}${countHtml(context, parent)}${list}</div></div>${composerHtml(context, route.channel, parent.ts)}</aside>`;
}

/** The line between a thread's first message and its replies. */
export function countHtml(context: WorkspaceContext, parent: Message): string {
  const count = repliesOf(context, parent.channel, parent.ts).length;
  return `<div class="day" id="thread-count"><span>${count === 1 ? '1 reply' : `${count} replies`}</span></div>`;
}

function composerHtml(context: WorkspaceContext, channel: WorkspaceChannel, thread: string | null): string {
  if (channel.isArchived) {
    return `<p class="composer-closed dim">${mrkdwnHtml('This channel is archived.', createRenderContext(context))}</p>`;
  }
  const commands = context.options.commands.map(({ command, description, usageHint, completions }) => ({
    command,
    description,
    usageHint,
    completions,
  }));
  const shortcuts = (context.options.shortcuts ?? []).filter((shortcut) => shortcut.kind === 'global');
  const menu =
    shortcuts.length === 0
      ? ''
      : `<details class="popup overflow up"><summary class="icon-button" aria-label="Shortcuts" aria-haspopup="menu"><span aria-hidden="true">⚡</span></summary><div class="panel" role="menu">${shortcuts.map((shortcut) => `<button type="button" role="menuitem" data-shortcut="${escapeHtml(shortcut.callbackId)}">${escapeHtml(shortcut.name)}</button>`).join('')}</div></details>`;
  const name = thread === null ? `Message ${channelTitle(context, channel)}` : 'Reply…';
  const data = attributes({
    'data-channel': channel.id,
    'data-thread': thread ?? '',
    'data-commands': thread === null ? JSON.stringify(commands) : '[]',
  });
  const id = thread === null ? 'composer' : 'thread-composer';
  return `<form class="composer" id="${id}"${data}><p class="pending dim" role="status" hidden></p><ul class="panel completions" id="${id}-list" role="listbox" aria-label="Commands" hidden></ul><div class="composer-box">${menu}<textarea rows="1" name="text" placeholder="${escapeHtml(name)}" aria-label="${escapeHtml(name)}" aria-autocomplete="list" aria-controls="${id}-list" autocomplete="off" spellcheck="true"></textarea><button type="submit" class="send" aria-label="Send" disabled><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 20.5 21.5 12 3 3.5v6.6l10 1.9-10 1.9z" fill="currentColor"/></svg></button></div></form>`;
}
