import type { z } from 'zod';
import { addMessage, findMessage, removeMessage } from './messages.ts';
import { askOptions, type Offer } from './outgoing/ask-options.ts';
import { findContainer } from './outgoing/container.ts';
import { type Delivery, failureWords } from './outgoing/deliver.ts';
import { escapeText, runCommand, whisper } from './outgoing/run-command.ts';
import { sendAction } from './outgoing/send-action.ts';
import { sendHomeOpened, sendMessageEvent } from './outgoing/send-event.ts';
import { sendShortcut } from './outgoing/send-shortcut.ts';
import { closeView, type SubmitResult, submitView } from './outgoing/submit-view.ts';
import type { PAGE_REQUESTS } from './page-requests.ts';
import type { View, WorkspaceContext } from './workspace-context.ts';

type Request<K extends keyof typeof PAGE_REQUESTS> = z.infer<(typeof PAGE_REQUESTS)[K]>;

/** `message` is shown to the person as a note. */
export type PageAnswer = { ok: true } | { ok: false; message: string };

const GONE: PageAnswer = {
  ok: false,
  message: 'That is not there any more. Reload the page to see the present state.',
};

/** A line of the composer: a slash command or a message. */
export async function say(context: WorkspaceContext, request: Request<'say'>): Promise<PageAnswer> {
  const channel = context.channels.get(request.channel);
  const user = context.options.viewer;
  if (channel === undefined || channel.isArchived) {
    return GONE;
  }
  const text = request.text.trim();
  const thread = request.thread || null;
  if (text.startsWith('/')) {
    if (thread !== null) {
      return { ok: false, message: 'Slash commands do not work in threads.' };
    }
    await runCommand(context, { user, channel, line: text });
    return { ok: true };
  }
  const message = addMessage(context, {
    channel: channel.id,
    user,
    text: withMentions(context, escapeText(text)),
    blocks: [],
    threadTs: thread,
    metadata: null,
  });
  const delivery = await sendMessageEvent(context, message, channel);
  if (delivery !== null && delivery.kind !== 'ok') {
    whisper(context, { user, channel }, failureWords(context, 'Your message', delivery));
  }
  return { ok: true };
}

export async function act(context: WorkspaceContext, request: Request<'act'>): Promise<PageAnswer> {
  const user = context.options.viewer;
  const container = findContainer(context, request.container, user);
  if (container === null) {
    return GONE;
  }
  const { blockId, actionId, raw, state } = request;
  const sent = sendAction(context, { user, container, name: { blockId, actionId }, raw, state });
  return sent === null ? GONE : answerFor(context, 'That', await sent);
}

export async function options(context: WorkspaceContext, request: Request<'options'>): Promise<Offer> {
  const user = context.options.viewer;
  const container = findContainer(context, request.container, user);
  if (container === null) {
    return { ok: false, message: GONE.ok ? '' : GONE.message };
  }
  const { blockId, actionId, query } = request;
  return askOptions(context, { user, container, name: { blockId, actionId }, query });
}

export async function submit(context: WorkspaceContext, request: Request<'submit'>): Promise<SubmitResult> {
  const view = topView(context, request.viewId);
  return view === null
    ? { ok: false, message: 'This dialog is not open any more.' }
    : submitView(context, view, request.state);
}

export async function close(context: WorkspaceContext, request: Request<'close'>): Promise<PageAnswer> {
  const view = topView(context, request.viewId);
  if (view !== null) {
    await closeView(context, view, { raw: request.state, all: request.all });
  }
  return { ok: true };
}

export async function shortcut(context: WorkspaceContext, request: Request<'shortcut'>): Promise<PageAnswer> {
  const { callbackId } = request;
  const known = context.options.shortcuts?.find((one) => one.callbackId === callbackId);
  const message = request.message === null ? null : findMessage(context, request.message.channel, request.message.ts);
  if (known === undefined || (request.message !== null && message === null)) {
    return GONE;
  }
  const delivery = await sendShortcut(context, { user: context.options.viewer, callbackId, message });
  return answerFor(context, `“${known.name}”`, delivery);
}

/** Takes an ephemeral message out of sight; others cannot be dismissed. */
export async function dismiss(context: WorkspaceContext, request: Request<'dismiss'>): Promise<PageAnswer> {
  const message = findMessage(context, request.channel, request.ts);
  if (message === null || message.ephemeralFor === null) {
    return GONE;
  }
  removeMessage(context, message);
  return { ok: true };
}

export async function home(context: WorkspaceContext, request: Request<'home'>): Promise<PageAnswer> {
  const delivery = await sendHomeOpened(context, context.options.viewer, request.tab);
  return request.tab === 'home' ? answerFor(context, 'App Home', delivery) : { ok: true };
}

function answerFor(context: WorkspaceContext, what: string, delivery: Delivery): PageAnswer {
  return delivery.kind === 'ok' ? { ok: true } : { ok: false, message: failureWords(context, what, delivery) };
}

function topView(context: WorkspaceContext, viewId: string): View | null {
  const top = context.stacks.get(context.options.viewer)?.at(-1);
  return top === viewId ? (context.views.get(viewId) ?? null) : null;
}

/** `@name` of somebody in the workspace becomes a mention, `#name` a channel link. */
function withMentions(context: WorkspaceContext, text: string): string {
  const people = new Map([...context.people.values()].map((person) => [person.name.toLowerCase(), person.id]));
  const channels = new Map([...context.channels.values()].map((channel) => [channel.name.toLowerCase(), channel.id]));
  return text
    .replace(/(?<!\S)@([\w.-]*\w)/g, (whole, name: string) => {
      const person = people.get(name.toLowerCase());
      return person === undefined ? whole : `<@${person}>`;
    })
    .replace(/(?<!\S)#([\w-]*\w)/g, (whole, name: string) => {
      const channel = channels.get(name.toLowerCase());
      return channel === undefined ? whole : `<#${channel}|${name}>`;
    });
}
