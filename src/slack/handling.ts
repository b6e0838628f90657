import type { types } from '@slack/bolt';
import type { Context } from '../app/context.ts';
import type { Logger } from '../lib/log.ts';
import type { SlackClient } from './clients.ts';
import type { SlackDeps } from './deps.ts';
import type { SlackMessage } from './messages/message.ts';
import type { Asker } from './permissions.ts';
import type { SlackRequest } from './slack-request.ts';

/** What every handler is given once the asker was checked. */
export interface Handling {
  readonly ctx: Context;
  readonly deps: SlackDeps;
  readonly client: SlackClient;
  readonly asker: Asker;
  readonly request: SlackRequest;
  readonly log: Logger;
  /** Channel of the digest, when one is configured. */
  readonly pulseChannel: string | null;
}

/** What a handler wants shown; `register` delivers it. */
export type Outcome =
  | { readonly kind: 'message'; readonly message: SlackMessage; readonly replace?: boolean }
  /** Shown in the modal that is open or was opened with a loading text. */
  | { readonly kind: 'modal'; readonly view: types.ModalView };

export function answer(message: SlackMessage, options: { readonly replace?: boolean } = {}): Outcome {
  return { kind: 'message', message, ...options };
}

export function modal(view: types.ModalView): Outcome {
  return { kind: 'modal', view };
}
