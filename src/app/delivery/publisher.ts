import type { OutboxPayload } from '../../store/outbox.ts';

/** Rich blocks, a twin of classic blocks (null when they are classic already), and a text that stands alone. */
export type OutgoingMessage = OutboxPayload;

/** Why something was not done, in the terms of what to do next. */
export type PublishFailure =
  /** It may have happened. Wait, look, and only then try again. */
  | { readonly kind: 'ambiguous'; readonly error: string }
  /** It did not happen; try again after this time. */
  | { readonly kind: 'later'; readonly error: string; readonly retryAfterMs: number }
  /** It did not happen and will not, until a person does what `remedy` says. */
  | { readonly kind: 'permanent'; readonly error: string; readonly remedy: string }
  /** `beforeSend` said no: somebody else has the message. */
  | { readonly kind: 'abandoned' };

export type PostOutcome =
  /** `channel`: the conversation that it is in, also where it was addressed to a person. */
  { readonly kind: 'ok'; readonly ts: string; readonly channel?: string | undefined } | PublishFailure;
/** `gone`: the message was deleted in Slack. */
export type UpdateOutcome = { readonly kind: 'ok' } | { readonly kind: 'gone' } | PublishFailure;
export type FindOutcome =
  | { readonly kind: 'found'; readonly ts: string }
  | { readonly kind: 'absent' }
  /** The history of this channel may not be read. */
  | { readonly kind: 'forbidden'; readonly error: string }
  | { readonly kind: 'later'; readonly error: string; readonly retryAfterMs: number };

export interface ShowInput {
  /** Of a conversation, or of a person who gets a direct message. */
  readonly channel: string;
  /** Travels in the message's metadata; nothing else does, for everybody in the workspace can read it. */
  readonly key: string;
  readonly message: OutgoingMessage;
  /** Asked right before every call that would show something; false stops it. */
  readonly beforeSend: () => Promise<boolean>;
}

export interface PostInput extends ShowInput {
  /** The message in whose thread it goes; in none without it. */
  readonly threadTs?: string | null | undefined;
}

export interface UpdateInput extends ShowInput {
  readonly ts: string;
  /** The conversation that the message is in, where that is known. */
  readonly postedIn?: string | null | undefined;
}

export interface FindInput {
  readonly channel: string;
  readonly key: string;
  readonly since: Date;
  readonly threadTs?: string | null | undefined;
}

/** What delivers messages to a chat system. Its functions answer with what happened and throw only for mistakes of ours. */
export interface Publisher {
  post(input: PostInput): Promise<PostOutcome>;
  update(input: UpdateInput): Promise<UpdateOutcome>;
  /** The message with this key, posted at or after `since`, in the thread where one is named. */
  findByKey(input: FindInput): Promise<FindOutcome>;
}
