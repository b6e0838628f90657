import type { JsonObject } from './json.ts';
import type { WorkspaceChannel, WorkspaceOptions, WorkspacePerson } from './workspace-options.ts';

/** A file that was shared: text, kept with its message. */
export interface StoredFile {
  id: string;
  name: string;
  title: string;
  content: string;
}

/** A file on its way, by the secret in its address. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  /** Bytes that were announced. */
  readonly length: number;
  /** null until they came. */
  content: string | null;
}

export interface Message {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks: JsonObject[];
  threadTs: string | null;
  editedTs: string | null;
  metadata: JsonObject | null;
  reactions: { name: string; users: string[] }[];
  files?: StoredFile[] | undefined;
  /** The only person who sees it; null = everybody in the channel. */
  ephemeralFor: string | null;
}

export interface View {
  id: string;
  hash: string;
  kind: 'modal' | 'home';
  user: string;
  rootId: string;
  previousId: string | null;
  /** The view as the app sent it, with block_id and action_id filled in. */
  source: JsonObject;
  /** block_id → action_id → Slack state value, as last reported by the browser. */
  values: JsonObject;
}

export interface Trigger {
  user: string;
  /** The view in which the interaction happened; views.push goes on top of it. */
  viewId: string | null;
  expiresAt: number;
  used: boolean;
}

export interface ResponseUrl {
  channel: string;
  user: string;
  threadTs: string | null;
  /** ts of the message that replace_original means; null until something was posted. */
  originalTs: string | null;
  usesLeft: number;
  expiresAt: number;
}

/** What the page is told while it is open. */
export type PageEvent =
  | { kind: 'message'; message: Message; isNew: boolean }
  | { kind: 'removed'; channel: string; ts: string; threadTs: string | null }
  | { kind: 'modal'; user: string }
  | { kind: 'home'; user: string }
  | { kind: 'channels' };

export interface WorkspaceContext {
  readonly options: WorkspaceOptions;
  readonly now: () => Date;
  readonly bot: WorkspacePerson;
  readonly botId: string;
  readonly appId: string;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  url: string;
  readonly people: Map<string, WorkspacePerson>;
  readonly channels: Map<string, WorkspaceChannel>;
  readonly messages: Map<string, Message[]>;
  readonly homes: Map<string, View>;
  readonly views: Map<string, View>;
  /** Open modals of a person, bottom first. */
  readonly stacks: Map<string, string[]>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly uploads: Map<string, Upload>;
  /** Options last offered by an external select: field key → value → option. */
  readonly suggestions: Map<string, Map<string, JsonObject>>;
  readonly listeners: Set<(event: PageEvent) => void>;
  /** Writes the state file; called before the app is told that a change was made. */
  save: () => void;
  lastMicros: number;
}

export function announce(context: WorkspaceContext, event: PageEvent): void {
  for (const listener of context.listeners) {
    listener(event);
  }
}
