import { announce, type Message, type WorkspaceContext } from './workspace-context.ts';

/** A message timestamp (`seconds.micros`), later than every one given before. */
export function nextTs(context: WorkspaceContext): string {
  const micros = Math.max(context.now().getTime() * 1000, context.lastMicros + 1);
  context.lastMicros = micros;
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

export type NewMessage = Pick<Message, 'channel' | 'user' | 'text' | 'blocks' | 'threadTs' | 'metadata'> & {
  ephemeralFor?: string | null;
  files?: Message['files'];
};

/** Stores a message, tells the page, and saves what is not ephemeral. */
export function addMessage(context: WorkspaceContext, input: NewMessage): Message {
  const message: Message = {
    ...input,
    ts: nextTs(context),
    editedTs: null,
    reactions: [],
    ephemeralFor: input.ephemeralFor ?? null,
  };
  const list = context.messages.get(message.channel) ?? [];
  list.push(message);
  context.messages.set(message.channel, list);
  saveIfLasting(context, message);
  announce(context, { kind: 'message', message, isNew: true });
  return message;
}

export function findMessage(context: WorkspaceContext, channel: string, ts: string): Message | null {
  return context.messages.get(channel)?.find((message) => message.ts === ts) ?? null;
}

/** Applies a change and tells the page. */
export function changeMessage(context: WorkspaceContext, message: Message, change: Partial<Message>): void {
  Object.assign(message, change);
  saveIfLasting(context, message);
  announce(context, { kind: 'message', message, isNew: false });
}

export function removeMessage(context: WorkspaceContext, message: Message): void {
  const list = context.messages.get(message.channel) ?? [];
  const at = list.indexOf(message);
  if (at >= 0) {
    list.splice(at, 1);
  }
  saveIfLasting(context, message);
  announce(context, { kind: 'removed', channel: message.channel, ts: message.ts, threadTs: message.threadTs });
}

/** The replies of a thread that everybody sees, oldest first. */
export function repliesOf(context: WorkspaceContext, channel: string, ts: string): Message[] {
  return (context.messages.get(channel) ?? []).filter(
    (message) => message.threadTs === ts && message.ephemeralFor === null,
  );
}

function saveIfLasting(context: WorkspaceContext, message: Message): void {
  if (message.ephemeralFor === null) {
    context.save();
  }
}
