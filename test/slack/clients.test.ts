import nock from 'nock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wrapLogger } from '../../src/slack/bolt-logger.ts';
import { createClients, slackErrorOf } from '../../src/slack/clients.ts';
import { withoutNetwork } from '../support/no-network.ts';
import { suiteLog } from '../support/suite-log.ts';

const HOST = 'https://slack.com';
const clients = () => createClients({ token: 'xoxb-test', apiUrl: null, logger: wrapLogger(suiteLog()) });

async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return slackErrorOf(error);
  }
}

describe('the clients for people who wait', () => {
  beforeAll(withoutNetwork);
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    expect(unused).toEqual([]);
  });

  it('asks a look-up twice when Slack stumbles', async () => {
    nock(HOST)
      .post('/api/users.info')
      .reply(503)
      .post('/api/users.info')
      .reply(200, { ok: true, user: { id: 'U1' } });
    expect((await clients().read.users.info({ user: 'U1' })).user?.id).toBe('U1');
  });

  it('never repeats a post: Slack may have shown what it did not answer', async () => {
    nock(HOST).post('/api/chat.postMessage').reply(503);
    expect(await errorOf(clients().write.chat.postMessage({ channel: 'C1', text: 'once' }))).toBe('http_503');
  });

  it('answers a rate limit at once instead of queueing every later click behind it', async () => {
    nock(HOST).post('/api/chat.postMessage').reply(429, {}, { 'retry-after': '30' });
    const start = Date.now();
    expect(await errorOf(clients().write.chat.postMessage({ channel: 'C1', text: 'later' }))).toBe('ratelimited');
    expect(Date.now() - start).toBeLessThan(20_000);
  });

  it('gives the word of an error that Slack names', async () => {
    nock(HOST).post('/api/chat.postMessage').reply(200, { ok: false, error: 'not_in_channel' });
    expect(await errorOf(clients().write.chat.postMessage({ channel: 'C1', text: 'x' }))).toBe('not_in_channel');
  });

  it('reaches no host that the test does not name', async () => {
    expect(await errorOf(clients().write.auth.test())).toBe('request_failed');
  });
});
