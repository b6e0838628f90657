import { describe, expect, it } from 'vitest';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { deliverDue } from '../../src/jobs/deliver-due.ts';
import { findDelivery, listDeliveries } from '../../src/store/outbox.ts';
import { testContext } from '../support/context.ts';
import { callsOf, database, options, queue, SLOT, slack, useDeliveries, wait } from './deliveries.ts';

useDeliveries();

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

it('a message that could not be delivered for a day is given up with its thread, and somebody is told once', async () => {
  const ctx = testContext(database.pool);
  const reply = { text: 'reply', blocks: [], classic: null };
  await queue('old');
  await queueMessage({ ctx, input: { ...SLOT, kind: 'digest/1', threadOf: SLOT.kind, message: reply } });
  await database.pool.query(`update outbox set created_at = now() - interval '25 hours', error = 'http 503'`);
  const notices: string[] = [];
  const telling = options({
    notifyOwner: async ({ report: { error, kind } }) => void notices.push(`${kind}: ${error}`),
  });
  expect(await deliverDue(telling)).toEqual([]);
  expect(await deliverDue(telling)).toEqual([]);
  expect(notices).toEqual([expect.stringMatching(/^digest: .*24 hours.*503/)]);
  expect(await findDelivery(database.pool, SLOT)).toMatchObject({ state: 'failed', error: notices[0]?.slice(8) });
});
