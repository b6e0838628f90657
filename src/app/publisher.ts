import type { OutboxPayload } from '../store/outbox.ts';

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

export type PostOutcome = { readonly kind: 'ok'; readonly ts: string } | PublishFailure;
/** `gone`: the message was deleted in Slack. */
export type UpdateOutcome = { readonly kind: 'ok' } | { readonly kind: 'gone' } | PublishFailure;
export type FindOutcome =
  | { readonly kind: 'found'; readonly ts: string }
  | { readonly kind: 'absent' }
  /** The history of this channel may not be read. */
  | { readonly kind: 'forbidden'; readonly error: string }
  | { readonly kind: 'later'; readonly error: string; readonly retryAfterMs: number };

export interface PostInput {
  readonly channel: string;
  /** Travels in the message's metadata; nothing else does, for everybody in the workspace can read it. */
  readonly key: string;
  readonly message: OutgoingMessage;
  /** Asked right before every call that would show something; false stops it. */
  readonly beforeSend: () => Promise<boolean>;
}

/** What delivers messages to a chat system. Its functions answer with what happened and throw only for mistakes of ours. */
export interface Publisher {
  post(input: PostInput): Promise<PostOutcome>;
  update(input: PostInput & { readonly ts: string }): Promise<UpdateOutcome>;
  /** The message with this key, posted at or after `since`. */
  findByKey(input: { readonly channel: string; readonly key: string; readonly since: Date }): Promise<FindOutcome>;
}
