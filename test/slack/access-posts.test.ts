import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutgoingMessage, Publisher } from '../../src/app/delivery/publisher.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/lib/log.ts';
import { readSettings } from '../../src/settings.ts';
import { createBackgroundClient, createPublisher } from '../../src/slack/publisher.ts';
import type { People } from '../../src/wiring/jobs-side.ts';
import { createPeople } from '../../src/wiring/people.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { QUIET } from '../support/quiet-logger.ts';
import { customerIn, moneyIn } from './access/canaries.ts';
import { answerFor, mayPost, WHERE, WHO, type Where } from './access/policy.ts';
import { CHANNEL_POSTS, PERSON_POSTS, productSources, SENDERS, sendersIn } from './access/posts.ts';
import { guardOf } from './access/table.ts';
import { channelOf, MONEY_GROUP, settle, TEAM_GROUP, userOf } from './access/workspace.ts';

const WAYS = ['post', 'reply', 'update'] as const;
const WITHOUT_AMOUNTS = ['leaver notice', 'notice of what is not delivered', 'thread per owner', 'heartbeat'];
const TIME_MS = 120_000;
const SENT = ['chat.postMessage', 'chat.update'];

describe('what is sent without being asked for', () => {
  let slack: FakeSlack;
  let publisher: Publisher;
  let people: People;
  beforeAll(async () => {
    slack = await startFakeSlack();
    settle(slack);
    const client = createBackgroundClient({
      token: 'xoxb-test',
      slackApiUrl: slack.apiUrl,
      timeoutMs: 1500,
      logger: QUIET,
    });
    publisher = createPublisher({ client, guard: guardOf(slack), random: () => 0 });
    const config = readConfig({ ALLOWED_USERGROUPS: TEAM_GROUP, MONEY_USERGROUPS: MONEY_GROUP });
    const settings = readSettings('none.yaml', { required: false });
    people = createPeople({ config, settings, client, log: createLogger('silent') });
  });
  afterAll(() => slack.close());

  async function send(message: OutgoingMessage, channel: string, way: (typeof WAYS)[number], key: string) {
    const input = { channel, key, message, beforeSend: async () => true };
    if (way === 'update') return publisher.update({ ...input, ts: '1772352000.000001' });
    return publisher.post({ ...input, threadTs: way === 'reply' ? '1772352000.000001' : null });
  }

  const sentTo = (channel: string) =>
    JSON.stringify(slack.calls.filter(({ method, args }) => SENT.includes(method) && args['channel'] === channel));

  it('comes from files that have a row, and a further one would be noticed', () => {
    const sources = productSources();
    expect(sendersIn(sources)).toEqual(Object.keys(SENDERS).sort());
    const more = new Map([...sources, ['slack/late-news.ts', 'await client.chat.postMessage({ channel })']]);
    expect(sendersIn(more)).toContain('slack/late-news.ts');
  });

  it(
    'goes to internal conversations only, whatever it is and however it is sent',
    async () => {
      const outcomes: (string | null)[] = [];
      for (const where of WHERE) outcomes.push(...(await everyPostTo(where)));
      expect(outcomes.length).toBeGreaterThan(300);
      expect(outcomes.filter((fault) => fault !== null)).toEqual([]);
      for (const where of WHERE) {
        const bytes = sentTo(channelOf(where));
        expect(customerIn(bytes) !== null, where).toBe(mayPost(where));
      }
    },
    TIME_MS,
  );

  /** One after the other, but for those that only wait. */
  async function everyPostTo(where: Where): Promise<(string | null)[]> {
    const posts = Object.entries(CHANNEL_POSTS).flatMap(([name, render]) =>
      WAYS.map((way) => async () => {
        const [message] = render({ money: false });
        if (!message) return `${name} says nothing`;
        const { kind } = await send(message, channelOf(where), way, `${name} ${way}`);
        return (kind === 'ok') === mayPost(where) ? null : `${name} × ${way} × ${where}: ${kind}`;
      }),
    );
    if (where === 'look-up times out') return Promise.all(posts.map((post) => post()));
    const faults: (string | null)[] = [];
    for (const post of posts) faults.push(await post());
    return faults;
  }

  it(
    'goes to people who may ask, with amounts only where they see them',
    async () => {
      for (const [number, who] of WHO.entries()) {
        const expected = answerFor(who);
        const user = userOf(who, number);
        const reader = await people.readerOf(user);
        const kinds = { answered: 'allowed', refused: 'refused', unverified: 'unknown' } as const;
        expect(reader.kind, who).toBe(kinds[expected.kind]);
        if (reader.kind !== 'allowed') continue;
        for (const [name, render] of Object.entries(PERSON_POSTS)) {
          const [message] = render(reader);
          if (!message) throw new Error(`${name} says nothing`);
          expect((await send(message, user, 'post', name)).kind, `${name} × ${who}`).toBe('ok');
        }
        expect(customerIn(sentTo(user)), who).not.toBeNull();
        expect(moneyIn(sentTo(user)) !== null, who).toBe(expected.kind === 'answered' && expected.money);
      }
    },
    TIME_MS,
  );

  it(
    'is not sent to somebody who was a member when it was written',
    async () => {
      const [message] = PERSON_POSTS['own digest']?.({ money: true }) ?? [];
      if (!message) throw new Error('there is no own digest');
      for (const who of WHO.filter((one) => answerFor(one).kind !== 'answered' && !one.includes('groups'))) {
        const user = userOf(who, 999);
        expect((await send(message, user, 'post', who)).kind, who).not.toBe('ok');
        expect(sentTo(user), who).toBe('[]');
      }
    },
    TIME_MS,
  );

  it('is not sent to a channel that was shared after it was written, although it was looked up before', async () => {
    const [message] = CHANNEL_POSTS['digest']?.({ money: true }) ?? [];
    if (!message) throw new Error('there is no digest');
    const channel = channelOf('internal');
    expect((await send(message, channel, 'post', 'first')).kind).toBe('ok');
    const before = sentTo(channel);
    slack.answer('conversations.info', ({ args }) => ({
      ok: true,
      channel: { id: args['channel'], is_channel: true, is_member: true, is_ext_shared: true },
    }));
    for (const way of WAYS) expect((await send(message, channel, way, `then ${way}`)).kind).toBe('permanent');
    settle(slack);
    expect(sentTo(channel)).toBe(before);
  });

  it('holds no amounts where the team’s are restricted, and holds them elsewhere', () => {
    for (const [name, render] of Object.entries({ ...CHANNEL_POSTS, ...PERSON_POSTS })) {
      expect(moneyIn(JSON.stringify(render({ money: false }))), name).toBeNull();
      if (!WITHOUT_AMOUNTS.includes(name))
        expect(moneyIn(JSON.stringify(render({ money: true }))), name).not.toBeNull();
    }
  });
});
