import nock from 'nock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/lib/log.ts';
import { anthropicChoice, anthropicRewrite } from '../../src/llm/anthropic.ts';
import { withoutNetwork } from '../support/no-network.ts';

const KEY = 'sk-ant-api03-secret-of-the-team';
const logged: string[] = [];
const log = createLogger('debug', { write: (line: string) => void logged.push(line) });
const rewrite = (timeoutMs = 2000) =>
  anthropicRewrite({ apiKey: KEY, log, timeoutMs })({ system: 'rules', user: '{"body":"Hi Priya"}' });
const api = () => nock('https://api.anthropic.com').post('/v1/messages');
const answer = (text: string, stop = 'end_turn') => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [{ type: 'text', text }],
  stop_reason: stop,
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
});

beforeAll(withoutNetwork);
afterEach(() => {
  nock.cleanAll();
  expect(logged.join('')).not.toContain('secret-of-the-team');
  expect(logged.join('')).not.toContain('Priya');
  logged.length = 0;
});

describe('another wording from Anthropic', () => {
  it('is asked for once, with the rules and the data apart and no tools', async () => {
    let asked: Record<string, unknown> = {};
    let sent = '';
    const scope = nock('https://api.anthropic.com')
      .post('/v1/messages', (body) => {
        asked = body;
        return true;
      })
      .reply(200, function reply() {
        sent = JSON.stringify(this.req.headers);
        return answer('{"subject":"a","body":"b"}');
      });
    expect(await rewrite()).toBe('{"subject":"a","body":"b"}');
    expect(scope.isDone()).toBe(true);
    expect(sent).toContain(KEY);
    expect(asked).toMatchObject({ system: 'rules', messages: [{ role: 'user', content: '{"body":"Hi Priya"}' }] });
    expect(asked).not.toHaveProperty('tools');
  });

  it.each([
    ['too many requests', 429],
    ['an overloaded service', 529],
    ['a wrong key', 401],
    ['a failing service', 500],
  ])('is not tried again after %s', async (_name, status) => {
    let requests = 0;
    nock('https://api.anthropic.com')
      .persist()
      .post('/v1/messages')
      .reply(() => {
        requests += 1;
        return [status, { type: 'error', error: { type: 'x', message: `bad key ${KEY}` } }, { 'retry-after': '1' }];
      });
    await expect(rewrite()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/template stays/),
    });
    expect(requests).toBe(1);
    expect(JSON.parse(logged.at(-1) ?? '{}')).toMatchObject({ level: 40, status });
  });

  it('is given up after its time', async () => {
    api().delay(60_000).reply(200, answer('late'));
    const started = performance.now();
    await expect(rewrite(200)).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it.each([
    ['a cut answer', () => api().reply(200, answer('{"sub', 'max_tokens'))],
    ['a refusal', () => api().reply(200, answer('no', 'refusal'))],
    ['no JSON', () => api().reply(200, 'oops')],
    ['a broken line', () => api().replyWithError('socket hang up')],
  ])('is none after %s', async (_name, reply) => {
    reply();
    await expect(rewrite()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('the choice of what a question means', () => {
  const choose = (timeoutMs?: number) =>
    anthropicChoice({ apiKey: KEY, log, ...(timeoutMs === undefined ? {} : { timeoutMs }) })({
      system: 'rules',
      user: '{"question":"how is Priya"}',
    });

  it('is asked for once, with few tokens and no tools', async () => {
    let asked: Record<string, unknown> = {};
    nock('https://api.anthropic.com')
      .post('/v1/messages', (body) => {
        asked = body;
        return true;
      })
      .reply(200, answer('{"kind":"none"}'));
    expect(await choose()).toBe('{"kind":"none"}');
    expect(asked).toMatchObject({ system: 'rules', max_tokens: 200 });
    expect(asked).not.toHaveProperty('tools');
  });

  it.each([
    ['a failing service', () => api().reply(500, {}), 2500],
    ['a cut answer', () => api().reply(200, answer('{"kind"', 'max_tokens')), 2500],
    ['a late answer', () => api().delay(60_000).reply(200, answer('{"kind":"help"}')), 200],
  ])('is none after %s', async (_name, reply, timeoutMs) => {
    reply();
    const started = performance.now();
    await expect(choose(timeoutMs)).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
