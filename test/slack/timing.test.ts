import { afterEach, describe, expect, it } from 'vitest';
import { type Metrics, NO_METRICS } from '../../src/lib/metrics.ts';
import { createClients, type SlackClient } from '../../src/slack/clients.ts';
import { startTiming } from '../../src/slack/timing.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { QUIET } from '../support/quiet-logger.ts';

describe('what is measured of what Slack sends', () => {
  const named = (kind: Parameters<Metrics['slackAnswered']>[0], target: string) => {
    const names: string[] = [];
    const metrics = { ...NO_METRICS, slackAnswered: (_kind: string, name: string) => void names.push(name) };
    startTiming(metrics, kind, {}).answered(target);
    return names[0];
  };

  it.each([
    ['command', '/health', '/health'],
    ['command', '/canary', 'other'],
    ['action', 'v1:draft_email:3', 'draft_email'],
    ['action', 'v1:canary', 'other'],
    ['action', 'v0:draft_email', 'other'],
    ['view', 'v1:snooze', 'snooze'],
    ['view', 'canary', 'other'],
    ['shortcut', 'log_touch', 'log_touch'],
    ['shortcut', 'canary', 'other'],
    ['options', 'v1:input:account', 'v1:input:account'],
    ['options', 'canary', 'other'],
    ['event', 'app_home_opened', 'app_home_opened'],
    ['event', 'constructor', 'other'],
  ] as const)('names %s %s as its registry does: %s', (kind, target, name) => {
    expect(named(kind, target)).toBe(name);
  });

  it('counts from the arrival', () => {
    const seconds: number[] = [];
    const metrics = {
      ...NO_METRICS,
      slackAcknowledged: (_k: string, _n: string, took: number) => void seconds.push(took),
    };
    startTiming(metrics, 'command', { receivedAt: performance.now() - 1500 }).acknowledged('/health');
    startTiming(metrics, 'command', {}).acknowledged('/health');
    expect(seconds[0]).toBeGreaterThan(1.4);
    expect(seconds[1]).toBeLessThan(1);
  });
});

describe('failed calls of the Web API', () => {
  let slack: FakeSlack;
  afterEach(() => slack.close());

  it('are counted by method and class, and seen by their callers as before', async () => {
    slack = await startFakeSlack();
    const counted: string[] = [];
    const metrics = { slackRefused: (method: string, error: string) => void counted.push(`${method} ${error}`) };
    const { write } = createClients({ token: 'xoxb-1', apiUrl: slack.apiUrl, logger: QUIET, metrics });
    const say = (client: SlackClient) => client.chat.postMessage({ channel: 'C1', text: 'a' });
    const answers = [
      [{ ok: true, ts: '1' }, null],
      [{ ok: false, error: 'channel_not_found' }, 'refused'],
      [{ ok: false, error: 'token_revoked' }, 'token'],
      [{ ok: false, error: 'invalid_blocks' }, 'format'],
      [{ ok: false, error: 'fatal_error' }, 'ambiguous'],
      [{ http: 429, headers: { 'retry-after': '1' } }, 'rate_limited'],
      [{ http: 503, body: 'canary' }, 'http'],
      ['drop', 'network'],
    ] as const;
    for (const [answer, error] of answers) {
      slack.answer('chat.postMessage', () => answer);
      if (error === null) expect(await say(write)).toMatchObject({ ts: '1' });
      else await expect(say(write)).rejects.toThrow();
    }
    const expected = answers.flatMap(([, error]) => (error === null ? [] : [`chat.postMessage ${error}`]));
    expect(counted).toEqual(expected);
  });
});
