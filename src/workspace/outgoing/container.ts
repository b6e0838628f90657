import { messagePayload } from '../api/message-payload.ts';
import { type JsonObject, objectsOf } from '../json.ts';
import { findMessage } from '../messages.ts';
import { viewPayload } from '../views.ts';
import type { Message, View, WorkspaceContext } from '../workspace-context.ts';

/** Where an element sits: in a message or in a view. */
export type Container = { kind: 'message'; message: Message } | { kind: 'view'; view: View };

export type ContainerName = { channel: string; ts: string } | { viewId: string };

/** The container the browser names; null when it is gone or not for this person. */
export function findContainer(context: WorkspaceContext, name: ContainerName, user: string): Container | null {
  if ('viewId' in name) {
    const view = context.views.get(name.viewId);
    return view === undefined || view.user !== user ? null : { kind: 'view', view };
  }
  const message = findMessage(context, name.channel, name.ts);
  const hidden = message === null || (message.ephemeralFor !== null && message.ephemeralFor !== user);
  return hidden ? null : { kind: 'message', message };
}

export function blocksOf(container: Container): JsonObject[] {
  return container.kind === 'message' ? container.message.blocks : objectsOf(container.view.source['blocks']);
}

/** A name for the container that is unique among all of them. */
export function scopeOf(container: Container): string {
  return container.kind === 'message' ? `${container.message.channel}/${container.message.ts}` : container.view.id;
}

/** The parts of an interaction payload that say where it happened. */
export function containerPayload(context: WorkspaceContext, container: Container, values: JsonObject): JsonObject {
  if (container.kind === 'view') {
    return {
      container: { type: 'view', view_id: container.view.id },
      view: { ...viewPayload(context, container.view), state: { values } },
    };
  }
  const { message } = container;
  const channel = context.channels.get(message.channel);
  const place = {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.ephemeralFor !== null,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: message.channel, name: channel?.kind === 'im' ? 'directmessage' : (channel?.name ?? '') },
    state: { values },
  };
  return message.ephemeralFor === null ? { ...place, message: messagePayload(context, message, true) } : place;
}
