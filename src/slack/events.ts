import type { SlackDeps } from './deps.ts';
import type { Home } from './home.ts';
import type { SlackEvent } from './slack-request.ts';

export interface EventHandling {
  readonly deps: SlackDeps;
  readonly home: Home;
  readonly onTokenRevoked: () => void;
}

type EventHandler = (handling: EventHandling, event: SlackEvent) => Promise<void>;

/** Every event the app subscribes to; the manifest's list is checked against it. */
export const EVENTS: Readonly<Record<string, EventHandler>> = {
  app_home_opened: openHome,
  app_uninstalled: async ({ onTokenRevoked }) => onTokenRevoked(),
  tokens_revoked: async ({ onTokenRevoked }) => onTokenRevoked(),
  channel_archive: forgetChannel,
  channel_shared: forgetChannel,
  channel_unshared: forgetChannel,
};

async function openHome({ home }: EventHandling, { userId, tab }: SlackEvent): Promise<void> {
  if (userId !== null && (tab === null || tab === 'home')) await home.open(userId);
}

async function forgetChannel({ deps }: EventHandling, { channelId }: SlackEvent): Promise<void> {
  if (channelId !== null) deps.forgetChannel?.(channelId);
}
