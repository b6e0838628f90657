import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChannelGuard } from '../../src/slack/channel-guard.ts';
import { createBackgroundClient, createPublisher } from '../../src/slack/publisher.ts';
import { type FaultySlack, startFaultySlack } from '../jobs/faulty-slack.ts';
import { ANYBODY, peopleOf } from '../support/person-guard.ts';
import { QUIET } from '../support/quiet-logger.ts';

const SECTION = { type: 'section', text: { type: 'plain_text', text: 'hello' } };
const INPUT = {
  channel: 'C100',
  key: '00000000-0000-4000-8000-000000000001',
  message: { text: 'hello', blocks: [SECTION], classic: null },
  beforeSend: async () => true,
};

let slack: FaultySlack;
beforeEach(async () => {
  slack = await startFaultySlack();
});
afterEach(() => slack.close());

function publisher(random = 0.5) {
  const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.url, timeoutMs: 800, logger: QUIET });
  return createPublisher({ client, guard: createChannelGuard(client), people: peopleOf(client), random: () => random });
}

const posts = () => slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
const postFault = (fault: ReturnType<FaultySlack['fault']>) => {
  slack.fault = (method) => (method.startsWith('chat.') ? fault : 'none');
};

describe('post', () => {
  it('answers with the timestamp', async () => {
    expect(await publisher().post(INPUT)).toMatchObject({ kind: 'ok', channel: INPUT.channel, ts: slack.posts[0]?.ts });
  });

  it.each(['accept_drop', 'accept_500', 'accept_fatal', 'accept_slow', 'http_500', 'drop'] as const)(
    'sends one request, never two, when the answer is lost (%s)',
    async (fault) => {
      postFault(fault);
      expect(await publisher().post(INPUT)).toMatchObject({ kind: 'ambiguous' });
      expect(posts()).toBe(1);
    },
  );

  it('waits at least as long as a rate limit says, and a little more', async () => {
    postFault('rate_limit');
    expect(await publisher(0).post(INPUT)).toMatchObject({ kind: 'later', retryAfterMs: 1000 });
    expect(await publisher(0.999).post(INPUT)).toMatchObject({ kind: 'later', retryAfterMs: 2199 });
  });

  it('knows that nothing was sent when there was no connection', async () => {
    const closed = slack.url;
    await slack.close();
    const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: closed, timeoutMs: 800, logger: QUIET });
    const allow = async () => ({ allowed: true }) as const;
    const open = { check: allow, forget() {} };
    expect(await createPublisher({ client, guard: open, people: ANYBODY }).post(INPUT)).toMatchObject({
      kind: 'later',
    });
    slack = await startFaultySlack();
  });

  it('asks before every form that it tries, and stops when the answer is no', async () => {
    postFault({ error: 'invalid_blocks' });
    const answers = [true, false];
    const outcome = await publisher().post({ ...INPUT, beforeSend: async () => answers.shift() ?? false });
    expect(outcome).toEqual({ kind: 'abandoned' });
    expect(posts()).toBe(1);
  });

  it('looks at the channel before it asks whether it may send', async () => {
    slack.answers.set('conversations.info', {
      ok: true,
      channel: { id: 'C100', is_archived: true, is_ext_shared: false },
    });
    let asked = 0;
    const outcome = await publisher().post({
      ...INPUT,
      beforeSend: async () => {
        asked += 1;
        return true;
      },
    });
    expect(outcome).toMatchObject({ kind: 'permanent', error: expect.stringMatching(/archived/) });
    expect([asked, posts()]).toEqual([0, 0]);
  });

  it('clips a text that is the last resort', async () => {
    await publisher().post({ ...INPUT, message: { text: '😀'.repeat(5_000), blocks: [], classic: null } });
    expect([...(slack.posts[0]?.text ?? '')]).toHaveLength(3_800);
    expect(slack.posts[0]?.text.endsWith('😀…')).toBe(true);
  });

  it('does not hold up another client while it is rate limited', async () => {
    slack.fault = (method) => (method === 'chat.postMessage' ? 'rate_limit' : 'none');
    const took: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const interactive = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.url, logger: QUIET });
      await publisher().post(INPUT);
      const began = Date.now();
      await interactive.auth.test();
      took.push(Date.now() - began);
    }
    // Held up, each would take a second.
    expect(Math.min(...took)).toBeLessThan(500);
  });
});

describe('update', () => {
  it('says that a message is gone', async () => {
    expect(await publisher().update({ ...INPUT, ts: '1.000001' })).toMatchObject({ kind: 'gone' });
  });

  it('checks the channel as well', async () => {
    slack.answers.set('conversations.info', { ok: true, channel: { id: 'C100', is_ext_shared: true } });
    expect(await publisher().update({ ...INPUT, ts: '1.000001' })).toMatchObject({ kind: 'permanent' });
    expect(slack.calls.map(({ method }) => method)).toEqual(['conversations.info']);
  });
});

describe('findByKey', () => {
  const query = { channel: 'C100', key: INPUT.key, since: new Date(0) };

  it('finds the message with the key and no other', async () => {
    await publisher().post({ ...INPUT, key: 'another' });
    expect(await publisher().findByKey(query)).toEqual({ kind: 'absent' });
    await publisher().post(INPUT);
    expect(await publisher().findByKey(query)).toEqual({ kind: 'found', ts: slack.posts[1]?.ts });
  });

  it('reads on through the pages', async () => {
    const pages = [
      { ok: true, messages: [{ ts: '1.1' }], response_metadata: { next_cursor: 'more' } },
      { ok: true, messages: [{ ts: '1.2', metadata: { event_payload: { key: INPUT.key } } }] },
    ];
    slack.fault = () => {
      slack.answers.set('conversations.history', pages.shift() ?? {});
      return 'none';
    };
    expect(await publisher().findByKey(query)).toEqual({ kind: 'found', ts: '1.2' });
    expect(slack.calls.map(({ args }) => args['cursor'])).toEqual([undefined, 'more']);
  });

  it('never says absent when it could not see', async () => {
    slack.fault = () => ({ error: 'missing_scope' });
    expect(await publisher().findByKey(query)).toEqual({ kind: 'forbidden', error: 'missing_scope' });
    for (const fault of ['http_500', 'drop', 'rate_limit', { error: 'fatal_error' }] as const) {
      slack.fault = () => fault;
      expect(await publisher().findByKey(query)).toMatchObject({ kind: 'later' });
    }
    slack.fault = () => 'none';
    slack.answers.set('conversations.history', { ok: true });
    expect(await publisher().findByKey(query)).toMatchObject({ kind: 'later' });
  });
});
