import type { OutgoingMessage } from '../../../src/app/delivery/publisher.ts';
import { readSettings } from '../../../src/settings.ts';
import type { ChannelGuard } from '../../../src/slack/channel-guard.ts';
import { createPersonGuard, type PersonGuard } from '../../../src/slack/person-guard.ts';
import { createBackgroundClient, createPublisher } from '../../../src/slack/publisher.ts';
import type { People } from '../../../src/wiring/jobs-side.ts';
import { createPeople, createReaders } from '../../../src/wiring/people.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack.ts';
import { QUIET } from '../quiet-logger.ts';
import { suiteLog } from '../suite-log.ts';
import { guardOf } from './table.ts';
import { MONEY_GROUP, settle, TEAM_GROUP } from './workspace.ts';

export const WAYS = ['post', 'reply', 'update'] as const;
export type Way = (typeof WAYS)[number];
const SHOWS = ['chat.postMessage', 'chat.update'];
const LOOK_UP_MS = 3000;
const PARENT = '1772352000.000001';

/** The publisher as in production before a workspace with every kind of person and conversation. */
export interface Sending {
  readonly slack: FakeSlack;
  readonly people: People;
  /** How it ended: `ok`, `later`, `permanent`. */
  readonly send: (message: OutgoingMessage, channel: string, way: Way, key: string) => Promise<string>;
  /** All bytes that were shown to a channel or person. */
  readonly shownTo: (channel: string) => string;
}

/** Its guards are the real ones but for those that are given. */
export async function startSending(
  guards: { readonly guard?: ChannelGuard; readonly people?: PersonGuard } = {},
): Promise<Sending> {
  const slack = await startFakeSlack();
  settle(slack);
  const client = createBackgroundClient({
    token: 'xoxb-test',
    slackApiUrl: slack.apiUrl,
    timeoutMs: LOOK_UP_MS,
    logger: QUIET,
  });
  const config = { allowedUsergroups: [TEAM_GROUP], moneyUsergroups: [MONEY_GROUP] };
  const log = suiteLog();
  const readers = createReaders({ config, client, log });
  const settings = readSettings('none.yaml', { required: false });
  const publisher = createPublisher({
    client,
    guard: guardOf(slack),
    people: createPersonGuard(readers),
    random: () => 0,
    ...guards,
  });
  return {
    slack,
    people: createPeople({ settings, client, readers, log }),
    async send(message, channel, way, key) {
      const input = { channel, key, message, beforeSend: async () => true };
      const sent =
        way === 'update'
          ? publisher.update({ ...input, ts: PARENT })
          : publisher.post({ ...input, threadTs: way === 'reply' ? PARENT : null });
      return (await sent).kind;
    },
    shownTo: (channel) =>
      JSON.stringify(slack.calls.filter(({ method, args }) => SHOWS.includes(method) && args['channel'] === channel)),
  };
}
