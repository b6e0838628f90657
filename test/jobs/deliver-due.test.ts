import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../../src/app/delivery/publisher.ts';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import type { DeliveryOptions } from '../../src/jobs/delivery-options.ts';
import { createChannelGuard } from '../../src/slack/channel-guard.ts';
import { createBackgroundClient, createPublisher } from '../../src/slack/publisher.ts';
import { findDelivery, listDeliveries } from '../../src/store/outbox.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { QUIET } from '../support/quiet-logger.ts';
import { type Fault, type FaultySlack, startFaultySlack } from './faulty-slack.ts';

const SLOT = { kind: 'digest', channel: 'C100', localDate: '2026-03-01' };

function message(text: string, rich = true): OutgoingMessage {
  const section = { type: 'section', text: { type: 'plain_text', text } };
  return {
    text,
    blocks: rich ? [{ type: 'data_table', caption: text }] : [section],
    classic: rich ? [section] : null,
  };
}

/** Longer than a busy machine takes for one step: nothing waits for it to run out. */
const LEASE_MS = 60_000;

let database: TestDatabase;
let slack: FaultySlack;

beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  slack = await startFaultySlack();
});
afterEach(async () => {
  await slack.close();
  await database.pool.query('truncate outbox');
});

function options(extra: Partial<DeliveryOptions> = {}): DeliveryOptions {
  const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.url, timeoutMs: 800, logger: QUIET });
  const guard = createChannelGuard(client);
  return {
    ctx: testContext(database.pool),
    publisher: createPublisher({ client, guard }),
    leaseMs: LEASE_MS,
    ...extra,
  };
}

const queue = (text: string, slot = SLOT) =>
  queueMessage({ ctx: testContext(database.pool), input: { ...slot, message: message(text) } });

/** The waits between attempts are over. */
const wait = () =>
  database.pool.query(`update outbox set next_attempt_at = clock_timestamp(), lease_until = null where state = 'due'`);

const secondsToWait = async (): Promise<number> => {
  const { rows } = await database.pool.query(
    'select extract(epoch from greatest(next_attempt_at, lease_until) - clock_timestamp())::float8 as wait from outbox',
  );
  return rows[0].wait;
};

const callsOf = (method: string) => slack.calls.filter((call) => call.method === method);

function failOnce(method: string, fault: Fault): void {
  let left = 1;
  slack.fault = (called) => (called === method && left-- > 0 ? fault : 'none');
}

describe('a message in the outbox', () => {
  it('is posted once, with nothing but its key in the metadata and nothing unfurled', async () => {
    expect(await queue('hello')).toBe('queued');
    expect(await deliverDue(options())).toEqual([{ ...SLOT, outcome: 'posted', error: null }]);
    expect(await deliverDue(options())).toEqual([]);
    const [post] = slack.posts;
    const { rows } = await database.pool.query('select message_key, message_ts, state from outbox');
    expect(post?.metadata).toEqual({ event_type: 'cs_pulse_message', event_payload: { key: rows[0].message_key } });
    expect(rows[0]).toMatchObject({ message_ts: post?.ts, state: 'posted' });
    expect(post?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
    expect(Object.keys(post?.args ?? {})).not.toContain('link_names');
    expect(Object.keys(post?.args ?? {})).not.toContain('parse');
  });

  it('stays as it is when the same is queued again, and is edited in place when something else is', async () => {
    await queue('one');
    await deliverDue(options());
    expect(await queue('one')).toBe('unchanged');
    expect(await deliverDue(options())).toEqual([]);
    expect(await queue('two')).toBe('edit');
    expect(await deliverDue(options())).toEqual([{ ...SLOT, outcome: 'edited', error: null }]);
    expect(slack.posts.map(({ text }) => text)).toEqual(['two']);
    expect(await queue('two')).toBe('unchanged');
  });

  it('drops an edit that was taken back before it was made', async () => {
    await queue('one');
    await deliverDue(options());
    await queue('two');
    expect(await queue('one')).toBe('unchanged');
    expect(await deliverDue(options())).toEqual([]);
    expect(slack.posts.map(({ text }) => text)).toEqual(['one']);
  });

  it('shows its newest text when that was replaced while an attempt was unanswered', async () => {
    failOnce('chat.postMessage', 'accept_drop');
    await queue('one');
    await deliverDue(options());
    await queue('two');
    expect(await deliverDue(options())).toEqual([]);
    await wait();
    expect((await deliverDue(options())).map(({ outcome }) => outcome)).toEqual(['posted', 'edited']);
    expect(slack.posts.map(({ text }) => text)).toEqual(['two']);
  });

  it('is not posted again after somebody deleted it in Slack', async () => {
    await queue('one');
    await deliverDue(options());
    slack.posts.length = 0;
    await queue('two');
    expect(await deliverDue(options())).toMatchObject([{ outcome: 'gone' }]);
    await wait();
    expect(await deliverDue(options())).toEqual([]);
    expect(slack.posts).toEqual([]);
    expect((await findDelivery(database.pool, SLOT))?.error).toMatch(/deleted in Slack/);
  });

  it('keeps what PostgreSQL and Slack cannot take out of the text', async () => {
    await queue(`half ${'\ud83d'} and nul ${'\u0000'} and whole 😀`);
    await deliverDue(options());
    expect(slack.posts[0]?.text).toBe('half \ufffd and nul  and whole 😀');
  });
});

describe('an attempt that Slack does not answer', () => {
  const unanswered: readonly Fault[] = [
    'drop',
    'accept_drop',
    'http_500',
    'accept_500',
    'accept_fatal',
    'accept_slow',
    { error: 'fatal_error' },
    { error: 'internal_error' },
    { error: 'request_timeout' },
    { error: 'service_unavailable' },
  ];
  it.each(unanswered.map((fault) => [JSON.stringify(fault), fault] as const))(
    'is looked for a lease later and posted only when missing (%s)',
    async (_name, fault) => {
      failOnce('chat.postMessage', fault);
      await queue('hello');
      expect(await deliverDue(options())).toMatchObject([{ outcome: 'postponed' }]);
      expect(await deliverDue(options())).toEqual([]);
      expect(await secondsToWait()).toBeCloseTo(LEASE_MS / 1000, -1);
      await wait();
      expect(await deliverDue(options())).toMatchObject([{ outcome: 'posted' }]);
      expect(slack.posts.map(({ text }) => text)).toEqual(['hello']);
      const { rows } = await database.pool.query('select first_attempt_at, state from outbox');
      const oldest = Number(callsOf('conversations.history')[0]?.args['oldest']);
      expect(oldest).toBeCloseTo(rows[0].first_attempt_at.getTime() / 1000 - 60, 1);
      expect(callsOf('conversations.history')[0]?.args['include_all_metadata']).toBe('true');
      expect(rows[0].state).toBe('posted');
    },
  );

  it('waits out a rate limit and does not look for what was not sent', async () => {
    failOnce('chat.postMessage', 'rate_limit');
    await queue('hello');
    const [first] = await deliverDue(options());
    expect(first).toMatchObject({ outcome: 'postponed', error: expect.stringMatching(/rate-limit/) });
    const { rows } = await database.pool.query(
      `select extract(epoch from next_attempt_at - clock_timestamp())::float8 as wait, first_attempt_at from outbox`,
    );
    expect(rows[0].wait).toBeGreaterThan(0.8);
    expect(rows[0].wait).toBeLessThan(2.3);
    expect(rows[0].first_attempt_at).toBeNull();
    await wait();
    await deliverDue(options());
    expect(callsOf('conversations.history')).toEqual([]);
    expect(slack.posts).toHaveLength(1);
  });

  it('does not post while the look-up itself fails', async () => {
    slack.fault = (method) =>
      method === 'chat.postMessage' ? 'accept_drop' : method === 'conversations.history' ? 'http_500' : 'none';
    await queue('hello');
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await deliverDue(options())).toMatchObject([{ outcome: 'postponed' }]);
      await wait();
    }
    slack.fault = () => 'none';
    expect(await deliverDue(options())).toMatchObject([{ outcome: 'posted' }]);
    expect(slack.posts).toHaveLength(1);
  });
});

it('a message that is on its way is nobody else’s', async () => {
  failOnce('chat.postMessage', 'slow_accept');
  await queue('hello');
  const first = deliverDue(options());
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(await deliverDue(options())).toEqual([]);
  expect(await first).toMatchObject([{ outcome: 'posted' }]);
  expect(slack.posts).toHaveLength(1);
});

describe('a channel whose history may not be read', () => {
  const noHistory = (post: Fault) => {
    slack.fault = (method) => {
      if (method === 'conversations.history') return { error: 'missing_scope' };
      return method === 'chat.postMessage' ? post : 'none';
    };
  };

  it('gets an unanswered message once more, marked as a repeat', async () => {
    noHistory('accept_drop');
    await queue('hello');
    await deliverDue(options());
    await wait();
    noHistory('none');
    expect(await deliverDue(options())).toMatchObject([{ outcome: 'posted' }]);
    expect(slack.posts.map(({ text }) => text)).toEqual(['hello', '(repeat) hello']);
    expect(JSON.stringify(slack.posts[1]?.blocks)).toContain('(repeat)');
  });

  it('never gets it a third time: the message fails, is kept, and somebody is told', async () => {
    noHistory('accept_drop');
    await queue('hello');
    const notices: string[] = [];
    const telling = options({ notifyOwner: async ({ report: { remedy } }) => void notices.push(remedy) });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await deliverDue(telling);
      await wait();
    }
    expect(slack.posts).toHaveLength(2);
    expect(await findDelivery(database.pool, SLOT)).toMatchObject({ state: 'failed', attempts: 3 });
    expect(notices).toEqual([expect.stringMatching(/history scope/)]);
  });

  it('is not called a repeat after a rate limit, which posted nothing', async () => {
    noHistory('rate_limit');
    await queue('hello');
    await deliverDue(options());
    await wait();
    noHistory('none');
    await deliverDue(options());
    expect(slack.posts.map(({ text }) => text)).toEqual(['hello']);
  });
});

describe('a permanent error', () => {
  const permanent = [
    'channel_not_found',
    'is_archived',
    'not_in_channel',
    'restricted_action',
    'restricted_action_read_only_channel',
    'missing_scope',
    'no_permission',
    'account_inactive',
    'token_revoked',
    'invalid_auth',
    'an_error_nobody_knows',
  ];
  it.each(permanent)('%s is tried exactly once, kept, and told once with a remedy', async (error) => {
    slack.fault = (method) => (method === 'chat.postMessage' ? { error } : 'none');
    await queue('hello');
    const notices: string[] = [];
    const telling = options({
      notifyOwner: async ({ report }) => void notices.push(`${report.error}: ${report.remedy}`),
    });
    expect(await deliverDue(telling)).toMatchObject([{ outcome: 'failed' }]);
    await wait();
    expect(await deliverDue(telling)).toEqual([]);
    expect(callsOf('chat.postMessage')).toHaveLength(1);
    expect(notices).toEqual([expect.stringMatching(new RegExp(`^${error}: .{20}`))]);
    expect(await listDeliveries(database.pool, 10)).toMatchObject([{ state: 'failed', attempts: 1 }]);
  });

  it('is forgotten when the message is queued again after the repair, and that is no repeat', async () => {
    slack.fault = (method) => (method === 'chat.postMessage' ? { error: 'not_in_channel' } : 'none');
    await queue('hello');
    await deliverDue(options());
    slack.fault = (method) => (method === 'conversations.history' ? { error: 'missing_scope' } : 'none');
    expect(await queue('hello')).toBe('queued');
    await wait();
    expect(await deliverDue(options())).toMatchObject([{ outcome: 'posted' }]);
    expect(slack.posts.map(({ text }) => text)).toEqual(['hello']);
  });

  it('survives a notice that cannot be given', async () => {
    slack.fault = (method) => (method === 'chat.postMessage' ? { error: 'is_archived' } : 'none');
    await queue('hello');
    const failing = options({ notifyOwner: () => Promise.reject(new Error('nobody there')) });
    expect(await deliverDue(failing)).toMatchObject([{ outcome: 'failed' }]);
  });
});

describe('a form that Slack refuses', () => {
  it.each(['invalid_blocks', 'invalid_blocks_format', 'msg_too_long', 'msg_blocks_too_long'])(
    '%s: rich blocks become classic ones, and those plain text, with the same key',
    async (error) => {
      slack.fault = (_method, args) => (args['blocks']?.includes('data_table') ? { error } : 'none');
      await queue('rich');
      await deliverDue(options());
      expect(slack.posts[0]?.blocks).toMatchObject([{ type: 'section' }]);

      slack.fault = (_method, args) => (args['blocks']?.includes('type') ? { error } : 'none');
      await queue('plain', { ...SLOT, localDate: '2026-03-02' });
      await deliverDue(options());
      expect(slack.posts[1]).toMatchObject({ text: 'plain', blocks: [], key: expect.any(String) });

      await queue('edited', { ...SLOT, localDate: '2026-03-02' });
      await deliverDue(options());
      expect(slack.posts[1]).toMatchObject({ text: 'edited', blocks: [] });
    },
  );

  it('fails for good when not even plain text is taken', async () => {
    slack.fault = (method) => (method === 'chat.postMessage' ? { error: 'msg_too_long' } : 'none');
    await queue('rich');
    expect(await deliverDue(options())).toMatchObject([{ outcome: 'failed' }]);
    expect(callsOf('chat.postMessage')).toHaveLength(3);
  });
});

describe('the channel', () => {
  it('is looked at again right before every post, and a shared one gets nothing', async () => {
    await queue('hello');
    slack.answers.set('conversations.info', {
      ok: true,
      channel: { id: SLOT.channel, is_ext_shared: true, is_shared: true, is_member: true },
    });
    expect(await deliverDue(options())).toMatchObject([
      { outcome: 'failed', error: expect.stringMatching(/another organisation/) },
    ]);
    expect(callsOf('chat.postMessage')).toEqual([]);
  });

  it('gets nothing while it cannot be looked up, and everything afterwards', async () => {
    slack.fault = (method) => (method === 'conversations.info' ? 'http_500' : 'none');
    await queue('hello');
    expect(await deliverDue(options())).toMatchObject([{ outcome: 'postponed' }]);
    expect(callsOf('chat.postMessage')).toEqual([]);
    slack.fault = () => 'none';
    await wait();
    expect(await deliverDue(options())).toMatchObject([{ outcome: 'posted' }]);
  });
});

it('one message that breaks the publisher does not hold up the others', async () => {
  const good = options();
  const broken: DeliveryOptions = {
    ...good,
    publisher: {
      ...good.publisher,
      post: (input) =>
        input.message.text === 'poison' ? Promise.reject(new Error('boom')) : good.publisher.post(input),
    },
  };
  await queue('poison');
  await queue('fine', { ...SLOT, channel: 'C200' });
  expect((await deliverDue(broken)).map(({ outcome }) => outcome).sort()).toEqual(['posted', 'postponed']);
});

it('a message that could not be delivered for a day is given up and says so', async () => {
  await queue('old');
  await database.pool.query(`update outbox set created_at = now() - interval '25 hours', error = 'http 503'`);
  expect(await deliverDue(options())).toEqual([]);
  expect(await findDelivery(database.pool, SLOT)).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/24 hours.*503/),
  });
});
