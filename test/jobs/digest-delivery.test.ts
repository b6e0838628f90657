import { describe, expect, it } from 'vitest';
import { labelMessage } from '../../src/app/delivery/label-message.ts';
import type { Publisher } from '../../src/app/delivery/publisher.ts';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { queueDigest } from '../../src/app/digest/queue-digest.ts';
import { setPreferences } from '../../src/app/preferences/set-preferences.ts';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import { createChannelGuard } from '../../src/slack/channel-guard.ts';
import { createBackgroundClient, createPublisher } from '../../src/slack/publisher.ts';
import { testContext } from '../support/context.ts';
import { peopleOf } from '../support/person-guard.ts';
import { QUIET } from '../support/quiet-logger.ts';
import { database, slack, useDeliveries } from './deliveries.ts';

const LEASE_MS = 5000;
const DAY = '2026-03-02';

useDeliveries('preferences');

function publisher(moneyUsergroups: readonly string[] = []): Publisher {
  const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.url, timeoutMs: 800, logger: QUIET });
  return createPublisher({
    client,
    guard: createChannelGuard(client),
    people: peopleOf(client, { moneyUsergroups }),
    random: () => 0,
    retryMs: 100,
  });
}

const said = (text: string) => ({ text, blocks: [], classic: null });
const ctx = () => testContext(database.pool);

function queue(message: string, details: readonly string[], channel = 'C100') {
  return queueDigest({
    ctx: ctx(),
    input: { channel, day: DAY, message: said(message), details: details.map(said), notices: [] },
  });
}

/** Delivers until nothing is due any more, as the ticks of a few minutes would. */
async function deliverAll(): Promise<void> {
  for (let tick = 0; tick < 40; tick += 1) {
    await deliverDue({ ctx: ctx(), publisher: publisher(), leaseMs: LEASE_MS });
    const { rows } = await database.pool.query(`select 1 from outbox where state = 'due'`);
    if (rows.length === 0) return;
    // The waits between attempts are over.
    await database.pool.query(
      `update outbox set next_attempt_at = clock_timestamp(), lease_until = null where state = 'due'`,
    );
  }
}

const shown = () => slack.posts.map(({ args, text }) => [text, args['thread_ts'] ?? null]);

describe('a digest and its thread', () => {
  it('arrive in this order, the replies in the thread of their message', async () => {
    await queue('digest', ['one', 'two']);
    await deliverAll();
    const parent = slack.posts[0]?.ts;
    expect(shown()).toEqual([
      ['digest', null],
      ['one', parent],
      ['two', parent],
    ]);
  });

  it('wait for the message as long as Slack does not take it', async () => {
    await queue('digest', ['one']);
    let refused = 0;
    slack.fault = (method, { text }) => {
      if (method !== 'chat.postMessage' || text !== 'digest' || refused >= 2) return 'none';
      refused += 1;
      return 'rate_limit';
    };
    await deliverDue({ ctx: ctx(), publisher: publisher(), leaseMs: LEASE_MS });
    expect(shown()).toEqual([]);
    await database.pool.query('update outbox set next_attempt_at = clock_timestamp()');
    slack.fault = () => 'none';
    await deliverAll();
    expect(shown().map(([text]) => text)).toEqual(['digest', 'one']);
  });

  it.each(['accept_drop', 'accept_500', 'accept_fatal', 'drop', 'http_500'] as const)(
    'are each shown once when the answer to each first post is lost: %s',
    async (fault) => {
      await queue('digest', ['one', 'two']);
      const tried = new Set<string>();
      slack.fault = (method, { text = '' }) => {
        if (method !== 'chat.postMessage' || tried.has(text)) return 'none';
        tried.add(text);
        return fault;
      };
      await deliverAll();
      expect(shown().map(([text]) => text)).toEqual(['digest', 'one', 'two']);
    },
  );

  it('are edited in place, and what is no longer needed says so', async () => {
    await queue('digest', ['one', 'two']);
    await deliverAll();
    expect(await queue('digest', ['one', 'two'])).toBe('unchanged');
    expect(await queue('digest, later', ['one'])).toBe('edit');
    await deliverAll();
    expect(shown().map(([text]) => text)).toEqual([
      'digest, later',
      'one',
      'Nothing is left to say here: the message above was brought up to date.',
    ]);
  });

  it('of two channels do not answer in each other’s thread', async () => {
    await queue('here', ['one'], 'C100');
    await queue('there', ['two'], 'C200');
    await deliverAll();
    for (const [reply, parent] of [
      ['one', 'here'],
      ['two', 'there'],
    ] as const) {
      const found = slack.posts.find(({ text }) => text === reply);
      expect(found?.args['thread_ts']).toBe(slack.posts.find(({ text }) => text === parent)?.ts);
    }
  });
});

describe('a direct message', () => {
  const person = (more: Record<string, unknown> = {}) =>
    slack.answers.set('users.info', { ok: true, user: { id: 'U0DANA', team_id: 'T1', ...more } });
  const queueFor = (text: string) => queue(text, [], 'U0DANA');

  it('goes to a full member, and is edited in the conversation that it was put in', async () => {
    person();
    await queueFor('yours');
    await deliverAll();
    await database.pool.query(`update outbox set posted_in = 'D0DANA'`);
    await queueFor('yours, later');
    await deliverDue({ ctx: ctx(), publisher: publisher(), leaseMs: LEASE_MS });
    expect(slack.posts.map(({ channel }) => channel)).toEqual(['U0DANA']);
    expect(slack.calls.find(({ method }) => method === 'chat.update')?.args['channel']).toBe('D0DANA');
    expect(slack.calls.some(({ method }) => method === 'conversations.info')).toBe(false);
  });

  it.each([{ deleted: true }, { is_restricted: true }, { team_id: 'T2' }, { is_stranger: true }, { is_bot: true }])(
    'is not sent to somebody who is %o',
    async (more) => {
      person(more);
      await queueFor('secret');
      await deliverDue({ ctx: ctx(), publisher: publisher(), leaseMs: LEASE_MS });
      expect(slack.posts).toEqual([]);
      const { rows } = await database.pool.query('select state from outbox');
      expect(rows).toEqual([{ state: 'failed' }]);
    },
  );

  it.each([
    ['is not sent', 'with amounts', { amounts: true }, []],
    ['is not sent', 'of an older version, which does not say', {}, []],
    ['is sent', 'without amounts', { amounts: false }, ['(2 h late) yours']],
  ])('%s %s to somebody who saw amounts when it was queued and does not any more', async (_, __, flag, shown) => {
    person();
    slack.answers.set('usergroups.users.list', { ok: true, users: ['U0OTHER'] });
    const message = labelMessage({ ...said('yours'), ...flag }, '(2 h late)');
    await queueMessage({
      ctx: ctx(),
      input: { kind: 'digest_dm', channel: 'U0DANA', localDate: DAY, message },
    });
    await deliverDue({ ctx: ctx(), publisher: publisher(['S0MONEY']), leaseMs: LEASE_MS });
    expect(slack.posts.map(({ text }) => text)).toEqual(shown);
    const { rows } = await database.pool.query('select state, error from outbox');
    if (shown.length === 0) {
      expect(rows).toEqual([{ state: 'failed', error: expect.stringMatching(/see amounts.*MONEY_USERGROUPS/) }]);
    }
  });

  it('may repeat once, marked, after a lost answer: nobody reads direct messages', async () => {
    person();
    await queueFor('yours');
    let lost = false;
    slack.fault = (method) => {
      if (method !== 'chat.postMessage' || lost) return 'none';
      lost = true;
      return 'accept_drop';
    };
    await deliverAll();
    expect(slack.posts.map(({ text }) => text)).toEqual(['yours', '(repeat) yours']);
  });
});

describe('preferences', () => {
  it('are written down with who chose them, once, and refuse what is no person', async () => {
    const choose = (slackUserId: string, dmDigest: boolean) =>
      setPreferences({ ctx: ctx(), input: { slackUserId, dmDigest } });
    await choose('U0DANA', true);
    await choose('U0DANA', true);
    await choose('U0DANA', false);
    const { rows } = await database.pool.query(
      `select actor, detail from audit_log where action = 'set_preferences' order by audit_id`,
    );
    expect(rows).toEqual([
      { actor: 'U0DANA', detail: { dm_digest: true } },
      { actor: 'U0DANA', detail: { dm_digest: false } },
    ]);
    await expect(choose('<!channel>', true)).rejects.toMatchObject({ code: 'invalid' });
  });
});
