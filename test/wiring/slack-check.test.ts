import { describe, expect, it } from 'vitest';
import { slackCheck } from '../../src/wiring/slack-check.ts';

const auth = (error: string | null) => ({
  ok: error === null,
  teamId: 'T0HOME',
  team: 'canary-team',
  botUserId: 'U0BOT',
  botId: 'B0BOT',
  checkedAt: null,
  error,
});
const check = (error: string | null, socket: { ok: boolean; error: string | null } | null = null) =>
  slackCheck({ authStatus: () => auth(error), socketStatus: () => socket });

describe('what readiness says of Slack', () => {
  it('is well with a good token, and names no workspace', () => {
    expect(check(null)).toEqual({ state: 'ok', detail: 'connected' });
    expect(check(null, { ok: true, error: 'Error: one hour ago' }).state).toBe('ok');
  });

  it.each(['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive'])(
    'asks for a new token when Slack refuses it (%s)',
    (error) => {
      expect(check(error)).toMatchObject({
        state: 'failing',
        detail: `Slack refuses SLACK_BOT_TOKEN (${error})`,
        remedy: expect.stringContaining('SLACK_BOT_TOKEN'),
      });
    },
  );

  it.each(['request_failed', 'ratelimited', 'http_503', 'internal_error', 'service_unavailable'])(
    'suspects no token and takes no process out of service when Slack cannot be reached (%s)',
    (error) => {
      const { detail, remedy, state } = check(error);
      expect(state).toBe('degraded');
      expect(`${detail} ${remedy}`).not.toMatch(/SLACK_|new token|Install/);
      expect(remedy).toContain('Nothing is wrong with the token');
    },
  );

  it('is not ready before Slack was asked, nor for a refusal that nobody foresaw', () => {
    expect(check('not_checked').state).toBe('failing');
    expect(check('team_access_not_granted')).toMatchObject({
      state: 'failing',
      detail: 'Slack refuses the app (team_access_not_granted)',
    });
  });

  it('tells the token of Socket Mode from its network, and repeats no address', () => {
    expect(check(null, { ok: false, error: 'An API error occurred: invalid_auth' })).toMatchObject({
      state: 'failing',
      detail: 'Slack refuses SLACK_APP_TOKEN (invalid_auth)',
    });
    const away = check(null, { ok: false, error: 'connect ECONNREFUSED wss://10.0.0.7/link?ticket=abc' });
    expect(away.state).toBe('degraded');
    expect(JSON.stringify(away)).not.toMatch(/10\.0|ticket/);
  });
});
