import type { Context } from '../app/context.ts';
import type { SlackClient } from './clients.ts';
import type { SlackDeps } from './deps.ts';
import { notice, REFUSAL_TEXT, UNVERIFIED_TEXT } from './messages/notices.ts';
import type { Permissions } from './permissions.ts';
import type { SlackEvent } from './slack-request.ts';
import { homeNotice, homeView } from './views/home-view.ts';

const HOME_ACCOUNTS = 15;

export interface EventHandling {
  readonly ctx: Context;
  readonly deps: SlackDeps;
  readonly client: SlackClient;
  readonly permissions: Permissions;
  readonly onTokenRevoked: () => void;
}

type EventHandler = (handling: EventHandling, event: SlackEvent) => Promise<void>;

/** Every event the app subscribes to; the manifest's list is checked against it. */
export const EVENTS: Readonly<Record<string, EventHandler>> = {
  app_home_opened: publishHome,
  app_uninstalled: async ({ onTokenRevoked }) => onTokenRevoked(),
  tokens_revoked: async ({ onTokenRevoked }) => onTokenRevoked(),
  channel_archive: forgetChannel,
  channel_shared: forgetChannel,
  channel_unshared: forgetChannel,
};

async function publishHome({ ctx, deps, client, permissions }: EventHandling, event: SlackEvent): Promise<void> {
  const { userId, tab } = event;
  if (userId === null || (tab !== null && tab !== 'home')) return;
  const access = await permissions.check(userId);
  if (!access.allowed) {
    const text = access.why === 'refused' ? REFUSAL_TEXT : UNVERIFIED_TEXT;
    await client.views.publish({ user_id: userId, view: homeNotice(notice(text)) });
    return;
  }
  const report = await deps.healthList({ ctx, input: { ownerSlackUserId: userId, limit: HOME_ACCOUNTS } });
  await client.views.publish({ user_id: userId, view: homeView(report, { money: access.asker.money }) });
}

async function forgetChannel({ deps }: EventHandling, { channelId }: SlackEvent): Promise<void> {
  if (channelId !== null) deps.forgetChannel?.(channelId);
}
