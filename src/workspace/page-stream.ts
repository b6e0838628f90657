import { repliesOf } from './messages.ts';
import { createRenderContext } from './render/create-render-context.ts';
import { dividerHtml, messageHtml } from './render/message.ts';
import { countHtml, isFor } from './render/page.ts';
import { modalHtml } from './render/view.ts';
import { modalStack } from './views.ts';
import type { Message, PageEvent, WorkspaceContext } from './workspace-context.ts';

/** What the script receives for a change; null when the change is not for the person in the browser. */
export function streamData(context: WorkspaceContext, event: PageEvent): object | null {
  const viewer = context.options.viewer;
  switch (event.kind) {
    case 'message':
      return isFor(event.message, viewer) ? messageData(context, event.message, event.isNew) : null;
    case 'modal':
      return event.user === viewer ? { kind: 'modal', html: topModalHtml(context) } : null;
    case 'home':
      return event.user === viewer ? { kind: 'home' } : null;
    case 'removed':
      return { ...event, ...parentData(context, event.channel, event.threadTs) };
    default:
      return event;
  }
}

/** The top modal of the person in the browser, or '' when none is open. */
export function topModalHtml(context: WorkspaceContext): string {
  const stack = modalStack(context, context.options.viewer);
  const top = stack.at(-1);
  return top === undefined ? '' : modalHtml(top, createRenderContext(context), stack.length);
}

function messageData(context: WorkspaceContext, message: Message, isNew: boolean): object {
  const render = createRenderContext(context);
  const place = { workspace: context, render };
  return {
    kind: 'message',
    isNew,
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs,
    isOwn: message.user === context.options.viewer,
    html: message.threadTs === null ? messageHtml(message, { ...place, inThread: false }) : '',
    threadHtml: messageHtml(message, { ...place, inThread: true }),
    dayHtml: dividerHtml(message, render),
    ...parentData(context, message.channel, message.threadTs),
  };
}

/** The thread's first message again, because its reply count changed. */
function parentData(context: WorkspaceContext, channel: string, threadTs: string | null): object {
  const parent = (context.messages.get(channel) ?? []).find((message) => message.ts === threadTs);
  if (parent === undefined) {
    return {};
  }
  const place = { workspace: context, render: createRenderContext(context), inThread: false };
  return {
    parentHtml: messageHtml(parent, place),
    countHtml: countHtml(context, parent),
    replies: repliesOf(context, channel, parent.ts).length,
  };
}
