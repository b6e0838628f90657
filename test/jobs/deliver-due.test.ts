import { describe, expect, it } from 'vitest';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import type { DeliveryOptions } from '../../src/jobs/delivery-options.ts';
import { findDelivery } from '../../src/store/outbox.ts';
import { callsOf, database, LEASE_MS, options, queue, SLOT, slack, useDeliveries, wait } from './deliveries.ts';
import type { Fault } from './faulty-slack.ts';

useDeliveries();

const secondsToWait = async (): Promise<number> => {
  const { rows } = await database.pool.query(
    'select extract(epoch from greatest(next_attempt_at, lease_until) - clock_timestamp())::float8 as wait from outbox',
  );
  return rows[0].wait;
};

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
      const again = callsOf('conversations.history')[1]?.args;
      expect(Number(again?.['oldest'])).toBeCloseTo(rows[0].first_attempt_at.getTime() / 1000 - 60, 1);
      expect(again?.['include_all_metadata']).toBe('true');
      expect(rows[0].state).toBe('posted');
    },
  );

  it('waits out a rate limit and has sent nothing then', async () => {
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
    expect(slack.posts).toHaveLength(1);
  });

  it('does not post while the look-up itself fails', async () => {
    failOnce('chat.postMessage', 'accept_drop');
    await queue('hello');
    expect(await deliverDue(options())).toMatchObject([{ outcome: 'postponed' }]);
    await wait();
    slack.fault = (method) => (method === 'conversations.history' ? 'http_500' : 'none');
    for (let attempt = 0; attempt < 5; attempt += 1) {
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
  await expect.poll(() => callsOf('chat.postMessage').length).toBe(1);
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
