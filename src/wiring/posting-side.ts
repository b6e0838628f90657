import type { Config, SlackConfig } from '../config.ts';
import type { Logger } from '../lib/log.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Settings } from '../settings.ts';
import { createAuthWatch } from '../slack/auth-watch.ts';
import { createPeople } from './people.ts';
import { slackCheck } from './slack-check.ts';
import { createBackground, createSending, type SlackSide } from './slack-side.ts';

/** Slack for a process that only posts: nothing is taken from Slack, and no connection to it is kept. */
export function createPostingSide(input: {
  readonly config: Config;
  readonly settings: Settings;
  readonly slack: SlackConfig;
  readonly log: Logger;
  readonly metrics: Metrics;
}): SlackSide {
  const { config, log, metrics, settings, slack } = input;
  const background = createBackground(slack, log, { metrics });
  const { publisher, readers } = createSending(config, background, log);
  const auth = createAuthWatch(background.client, log);
  return {
    requestListener: null,
    start: auth.start,
    stop: async () => auth.stop(),
    publisher,
    people: createPeople({ settings, client: background.client, readers, log }),
    check: () => slackCheck({ authStatus: auth.status, socketStatus: () => null }),
  };
}
