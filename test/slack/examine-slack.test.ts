import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChannelGuard } from '../../src/slack/channel-guard.ts';
import { examineSlack, OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../src/slack/examine-slack.ts';
import { createBackgroundClient } from '../../src/slack/publisher.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { QUIET } from '../support/quiet-logger.ts';

let slack: FakeSlack;
beforeEach(async () => {
  slack = await startFakeSlack();
  slack.channels.set('C0PULSE', { id: 'C0PULSE', is_ext_shared: false, is_member: true });
});
afterEach(() => slack.close());

/** What the examination says as "state text". */
async function examined(channel: string | null = 'C0PULSE', others: readonly string[] = []): Promise<string[]> {
  const client = createBackgroundClient({
    token: 'xoxb-test',
    slackApiUrl: slack.apiUrl,
    timeoutMs: 500,
    logger: QUIET,
  });
  const findings = await examineSlack({ client, guard: createChannelGuard(client), channel, others });
  expect(findings.every(({ remedy, state }) => (state === 'problem') === (remedy !== null))).toBe(true);
  return findings.map(({ state, text }) => `${state} ${text}`);
}

const granted = (scopes: readonly string[]): void => {
  const answer = { ok: true, team: 'Home', user: 'cs-pulse', team_id: 'T0HOME', user_id: 'U0BOT' };
  slack.answer('auth.test', () => ({
    http: 200,
    body: JSON.stringify(answer),
    headers: { 'content-type': 'application/json', 'x-oauth-scopes': scopes.join(',') },
  }));
};

describe('examineSlack', () => {
  it('finds nothing wrong with every scope and an internal channel', async () => {
    granted([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES]);
    expect(await examined()).toEqual([
      'ok connected to Home as cs-pulse',
      'ok all scopes that are needed are granted',
      'ok the digest goes to C0PULSE',
    ]);
  });

  it('names the scopes that are missing, and what the optional ones are for', async () => {
    granted(['commands', 'chat:write', 'users:read', 'channels:read']);
    expect((await examined()).slice(1, 3)).toEqual([
      'problem scopes are missing: groups:read, usergroups:read',
      'note without channels:history, groups:history a digest may repeat once after a crash, marked as such',
    ]);
  });

  it('says it when Slack does not name the scopes', async () => {
    slack.answer('auth.test', () => ({ ok: true, team: 'Home', team_id: 'T0HOME' }));
    expect((await examined())[1]).toBe('note Slack did not name the scopes that were granted');
  });

  it.each([
    [null, 'problem no channel for the digest'],
    ['C0OTHER', 'problem the digest may not go to C0OTHER: there is no such channel, or the app may not see it'],
  ])('judges the channel %s', async (channel, expected) => {
    granted([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES]);
    expect((await examined(channel)).at(-1)).toBe(expected);
  });

  it('judges the channels of every digest', async () => {
    granted([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES]);
    const [first, second] = (await examined('C0PULSE', ['C0OTHER'])).slice(-2);
    expect(first).toBe('ok the digest goes to C0PULSE');
    expect(second).toContain('problem the digest may not go to C0OTHER');
  });

  it('judges a shared channel and one that the app is not in', async () => {
    granted([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES]);
    slack.channels.set('C0PULSE', { id: 'C0PULSE', is_ext_shared: true });
    expect((await examined()).at(-1)).toContain('problem the digest may not go to C0PULSE: the channel is shared');
    slack.channels.set('C0PULSE', { id: 'C0PULSE', is_ext_shared: false, is_member: false });
    expect((await examined()).at(-1)).toBe('problem the app is not in C0PULSE');
  });

  it('asks for patience, and for no other channel, when Slack does not say what the channel is', async () => {
    slack.channels.set('C0PULSE', { id: 'C0PULSE' });
    const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.apiUrl, logger: QUIET });
    const found = await examineSlack({ client, guard: createChannelGuard(client), channel: 'C0PULSE' });
    expect(found.at(-1)?.text).toContain('Slack did not say whether the channel is shared');
    expect(found.at(-1)?.remedy).toMatch(/^ask again/);
    slack.channels.set('C0PULSE', { id: 'C0PULSE', is_ext_shared: true });
    const known = await examineSlack({ client, guard: createChannelGuard(client), channel: 'C0PULSE' });
    expect(known.at(-1)?.remedy).toMatch(/^set PULSE_CHANNEL/);
  });

  it('tries the app-level token of Socket Mode', async () => {
    granted([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES]);
    const client = createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.apiUrl, logger: QUIET });
    const examine = (appToken: string | null) =>
      examineSlack({ client, guard: createChannelGuard(client), channel: 'C0PULSE', appToken });
    slack.answer('apps.connections.open', () => ({ ok: false, error: 'invalid_auth' }));
    const [, refused] = await examine('xapp-wrong');
    expect(refused).toMatchObject({ state: 'problem', text: 'Socket Mode cannot connect (invalid_auth)' });
    expect(slack.of('apps.connections.open')[0]?.token).toBe('xapp-wrong');
    slack.answer('apps.connections.open', () => ({ ok: true, url: 'wss://example.com/link' }));
    expect((await examine('xapp-good'))[1]).toMatchObject({ state: 'ok', text: 'Socket Mode can connect' });
    expect(JSON.stringify(await examine(null))).not.toContain('Socket Mode');
  });

  it('names a revoked token and a Slack that does not answer', async () => {
    slack.answer('auth.test', () => ({ ok: false, error: 'token_revoked' }));
    expect(await examined()).toEqual(['problem Slack did not accept the token (token_revoked)']);
    slack.answer('auth.test', () => 'drop');
    expect(await examined()).toEqual(['problem Slack did not accept the token (request_failed)']);
  });
});
