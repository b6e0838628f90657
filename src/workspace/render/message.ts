import { repliesOf } from '../messages.ts';
import type { Message, WorkspaceContext } from '../workspace-context.ts';
import { avatarHtml } from './avatar.ts';
import { blocksHtml } from './blocks.ts';
import { emojiHtml } from './emoji-html.ts';
import { attributes, escapeHtml } from './escape-html.ts';
import { filesHtml } from './files.ts';
import { dayIn, dayLabel, formatDate, timeIn } from './format-date.ts';
import { mrkdwnHtml } from './mrkdwn.ts';
import type { RenderContext } from './render-context.ts';

/** The system's own voice, e.g. when a command failed. */
export const SYSTEM_USER = 'USLACKBOT';

export interface MessagePlace {
  workspace: WorkspaceContext;
  render: RenderContext;
  /** In a thread panel there is no thread summary and no reply button. */
  inThread: boolean;
}

/** A message with its frame: author, time, blocks, reactions, thread summary, hover actions. */
export function messageHtml(message: Message, place: MessagePlace): string {
  const at = new Date(Number(message.ts) * 1000);
  const frame = attributes({
    class: `message${message.ephemeralFor === null ? '' : ' ephemeral'}`,
    id: `${place.inThread ? 't' : 'm'}-${message.ts}`,
    'data-ts': message.ts,
    'data-channel': message.channel,
    'data-day': dayIn(at, place.render.zone),
    'data-ephemeral': message.ephemeralFor !== null,
  });
  return `<article${frame}>${authorAvatar(message, place)}<div class="content">${headHtml(message, at, place)}${bodyHtml(message, place)}${reactionsHtml(message)}${place.inThread ? '' : summaryHtml(message, place)}</div>${hoverHtml(message, place)}</article>`;
}

/** The line above the first message of a day. */
export function dividerHtml(message: Message, render: RenderContext): string {
  const at = new Date(Number(message.ts) * 1000);
  return `<div class="day" data-day="${dayIn(at, render.zone)}"><span>${escapeHtml(dayLabel(at, render))}</span></div>`;
}

/** Messages with day dividers between them. */
export function messageListHtml(messages: readonly Message[], place: MessagePlace): string {
  let day = '';
  return messages
    .map((message) => {
      const own = dayIn(new Date(Number(message.ts) * 1000), place.render.zone);
      const divider = own === day ? '' : dividerHtml(message, place.render);
      day = own;
      return divider + messageHtml(message, place);
    })
    .join('');
}

function authorName(message: Message, place: MessagePlace): string {
  return message.user === SYSTEM_USER ? 'Workspace' : (place.workspace.people.get(message.user)?.name ?? message.user);
}

function authorAvatar(message: Message, place: MessagePlace): string {
  const person = place.workspace.people.get(message.user);
  return avatarHtml({
    name: person?.realName ?? authorName(message, place),
    color: person?.avatarColor ?? (message.user === SYSTEM_USER ? '#61656d' : null),
    isBot: person?.isBot === true,
  });
}

function headHtml(message: Message, at: Date, place: MessagePlace): string {
  const isBot = place.workspace.people.get(message.user)?.isBot === true;
  const full = formatDate('{date_long}, {time_secs}', at, place.render);
  const edited = message.editedTs === null ? '' : '<span class="dim edited">(edited)</span>';
  const only =
    message.ephemeralFor === null
      ? ''
      : '<p class="only-you"><span aria-hidden="true">👁</span> Only visible to you</p>';
  return `${only}<div class="who"><b>${escapeHtml(authorName(message, place))}</b>${isBot ? '<span class="badge">APP</span>' : ''}<a class="time" href="/?channel=${encodeURIComponent(message.channel)}#m-${message.ts}" title="${escapeHtml(full)}"><time datetime="${at.toISOString()}">${escapeHtml(timeIn(at, place.render.zone))}</time></a>${edited}</div>`;
}

function bodyHtml(message: Message, place: MessagePlace): string {
  const scope = `${place.inThread ? 't' : 'm'}${message.ts}`;
  const inner =
    message.blocks.length > 0
      ? blocksHtml(message.blocks, { context: place.render, values: {}, scope })
      : `<div class="text">${mrkdwnHtml(message.text, place.render)}</div>`;
  return `<div class="blocks">${inner}${filesHtml(message.files ?? [])}</div>`;
}

function reactionsHtml(message: Message): string {
  const pills = message.reactions.map(
    (reaction) => `<span class="reaction">${emojiHtml(reaction.name)} ${reaction.users.length}</span>`,
  );
  return pills.length === 0 ? '' : `<div class="reactions">${pills.join('')}</div>`;
}

function summaryHtml(message: Message, place: MessagePlace): string {
  const replies = repliesOf(place.workspace, message.channel, message.ts);
  const last = replies.at(-1);
  if (last === undefined) {
    return '';
  }
  const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
  const when = formatDate('{date_short_pretty} at {time}', new Date(Number(last.ts) * 1000), place.render);
  const faces = [...new Map(replies.map((reply) => [reply.user, reply])).values()]
    .slice(0, 3)
    .map((reply) => authorAvatar(reply, place))
    .join('');
  return `<a class="thread-link" data-go href="/?channel=${encodeURIComponent(message.channel)}&amp;thread=${message.ts}">${faces}<b>${count}</b> <span class="dim">Last reply ${escapeHtml(when)}</span></a>`;
}

function hoverHtml(message: Message, place: MessagePlace): string {
  const shortcuts = (place.workspace.options.shortcuts ?? []).filter((shortcut) => shortcut.kind === 'message');
  const lasting = message.ephemeralFor === null;
  const reply =
    lasting && !place.inThread
      ? `<a class="hover-button" data-go href="/?channel=${encodeURIComponent(message.channel)}&amp;thread=${message.threadTs ?? message.ts}" title="Reply in thread" aria-label="Reply in thread"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2.5 3h11v8H7l-3 2.5V11H2.5zM5 6h6M5 8.3h4" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/></svg></a>`
      : '';
  const own = lasting
    ? shortcuts.map(
        (shortcut) =>
          `<button type="button" class="hover-button wide" data-shortcut="${escapeHtml(shortcut.callbackId)}">${escapeHtml(shortcut.name)}</button>`,
      )
    : [];
  const dismiss = lasting
    ? ''
    : '<button type="button" class="hover-button wide" data-dismiss title="Remove this message">Dismiss</button>';
  return `<div class="hover">${reply}<button type="button" class="hover-button" data-copy title="Copy text" aria-label="Copy text"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 5.5h7v8h-7zM3.5 10.5v-8h7" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/></svg></button>${own.join('')}${dismiss}</div>`;
}
