import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moneyIn } from '../support/access/canaries.ts';
import { CHANNEL_POSTS, PERSON_POSTS, productSources, SENDERS, sendersIn } from '../support/access/posts.ts';
import { type Sending, startSending, WAYS } from '../support/access/sending.ts';
import { sendAfterWaiting, sendToChannels, sendToPeople } from '../support/access/sent.ts';
import { channelOf, settle } from '../support/access/workspace.ts';
import { ANYBODY } from '../support/person-guard.ts';

const WITHOUT_AMOUNTS = ['leaver notice', 'notice of what is not delivered', 'thread per owner', 'heartbeat'];
const TIME_MS = 120_000;

describe('what is sent without being asked for', () => {
  let sending: Sending;
  beforeAll(async () => {
    sending = await startSending();
  });
  afterAll(() => sending.slack.close());

  it('comes from files that have a row, and a further one would be noticed', () => {
    const sources = productSources();
    expect(sendersIn(sources)).toEqual(Object.keys(SENDERS).sort());
    const more = new Map([...sources, ['slack/late-news.ts', 'await client.chat.postMessage({ channel })']]);
    expect(sendersIn(more)).toContain('slack/late-news.ts');
  });

  it(
    'goes to internal conversations only, whatever it is and however it is sent',
    async () => {
      const { cells, faults } = await sendToChannels(sending);
      expect(faults).toEqual([]);
      expect(cells).toBeGreaterThan(300);
    },
    TIME_MS,
  );

  it(
    'goes to people who may ask, with amounts only where they see them',
    async () => {
      expect((await sendToPeople(sending)).faults).toEqual([]);
    },
    TIME_MS,
  );

  it(
    'goes by the rights that people have when it is sent, not those they had when it was written',
    async () => {
      const { cells, faults } = await sendAfterWaiting(sending);
      expect(faults).toEqual([]);
      expect(cells).toBeGreaterThan(120);
    },
    TIME_MS,
  );

  it('is reported when nobody looks at those rights', async () => {
    const careless = await startSending({ people: ANYBODY });
    const { faults } = await sendAfterWaiting(careless);
    await careless.slack.close();
    expect(faults).toContain('own digest with amounts × member without money: ok');
    expect(faults).toContain('own digest without amounts × member outside the allowed groups: ok');
  });

  it('is not sent to a channel that was shared after it was written, although it was looked up before', async () => {
    const [message] = CHANNEL_POSTS['digest']?.({ money: true }) ?? [];
    if (!message) throw new Error('there is no digest');
    const channel = channelOf('internal');
    expect(await sending.send(message, channel, 'post', 'first')).toBe('ok');
    const before = sending.shownTo(channel);
    sending.slack.answer('conversations.info', ({ args }) => ({
      ok: true,
      channel: { id: args['channel'], is_channel: true, is_member: true, is_ext_shared: true },
    }));
    for (const way of WAYS) expect(await sending.send(message, channel, way, `then ${way}`)).toBe('permanent');
    settle(sending.slack);
    expect(sending.shownTo(channel)).toBe(before);
  });

  it('holds no amounts where the team’s are restricted, and holds them elsewhere', () => {
    for (const [name, render] of Object.entries({ ...CHANNEL_POSTS, ...PERSON_POSTS })) {
      expect(moneyIn(JSON.stringify(render({ money: false }))), name).toBeNull();
      if (!WITHOUT_AMOUNTS.includes(name))
        expect(moneyIn(JSON.stringify(render({ money: true }))), name).not.toBeNull();
    }
  });
});
