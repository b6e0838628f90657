import { answerQuestion } from './ask/answer-question.ts';
import type { Registration } from './registration.ts';
import type { SlackEvent } from './slack-request.ts';

type EventHandler = (registration: Registration, event: SlackEvent, body: unknown) => Promise<void>;

/** Every event the app subscribes to; the manifest's list is checked against it. */
export const EVENTS: Readonly<Record<string, EventHandler>> = {
  app_home_opened: openHome,
  app_mention: (registration, _event, body) => answerQuestion(registration, body),
  'message.im': (registration, _event, body) => answerQuestion(registration, body),
  app_uninstalled: async ({ onTokenRevoked }) => onTokenRevoked(),
  tokens_revoked: async ({ onTokenRevoked }) => onTokenRevoked(),
  channel_archive: forgetChannel,
  channel_shared: forgetChannel,
  channel_unshared: forgetChannel,
};

async function openHome({ home }: Registration, { userId, tab }: SlackEvent): Promise<void> {
  if (userId !== null && (tab === null || tab === 'home')) await home.open(userId);
}

async function forgetChannel({ deps }: Registration, { channelId }: SlackEvent): Promise<void> {
  if (channelId !== null) deps.forgetChannel?.(channelId);
}
