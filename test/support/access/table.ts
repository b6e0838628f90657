import { ACTION_NAMES, SUGGEST_ACCOUNTS, VIEW_NAMES } from '../../../src/slack/action-ids.ts';
import { type ChannelGuard, createChannelGuard } from '../../../src/slack/channel-guard.ts';
import { COMMANDS } from '../../../src/slack/commands/index.ts';
import type { SlackDeps } from '../../../src/slack/deps.ts';
import { EVENTS } from '../../../src/slack/events.ts';
import { createBackgroundClient } from '../../../src/slack/publisher.ts';
import { SHORTCUTS } from '../../../src/slack/shortcuts.ts';
import type { FakeSlack } from '../fake-slack.ts';
import { QUIET } from '../quiet-logger.ts';
import { type Harness, startHarness } from '../slack-harness.ts';
import { canaryPortfolio } from './canaries.ts';
import type { Registered } from './coverage.ts';
import { MONEY_GROUP, settle, TEAM_GROUP } from './workspace.ts';

/** What the product answers to, from its own registries. */
export const REGISTERED: Registered = {
  commands: COMMANDS,
  actions: ACTION_NAMES,
  views: VIEW_NAMES.filter((name) => name !== 'notice'),
  shortcuts: SHORTCUTS.map(({ callbackId }) => callbackId),
  options: [SUGGEST_ACCOUNTS],
  events: Object.keys(EVENTS),
};

/** The guard as in production, but for its patience. */
export function guardOf({ apiUrl }: Pick<FakeSlack, 'apiUrl'>): ChannelGuard {
  return createChannelGuard(
    createBackgroundClient({ token: 'xoxb-test', slackApiUrl: apiUrl, timeoutMs: 1500, logger: QUIET }),
  );
}

/** The app before a workspace in which every kind of person and conversation exists; both are really looked up. */
export async function startTable(deps: Partial<SlackDeps> = {}): Promise<Harness> {
  let guard: ChannelGuard | null = null;
  return startHarness(
    { allowedUsergroups: [TEAM_GROUP], moneyUsergroups: [MONEY_GROUP] },
    canaryPortfolio(),
    (slack) => {
      guard = guardOf(slack);
      settle(slack);
    },
    {
      deps: {
        checkChannel: async (channel, options) =>
          (await guard?.check(channel, options)) ?? { allowed: false, reason: 'there is no guard' },
        ...deps,
      },
    },
  );
}
