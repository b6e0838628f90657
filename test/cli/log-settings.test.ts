import { describe, expect, it } from 'vitest';
import { logLevelOf, secretsOf } from '../../src/cli/log-settings.ts';
import { readConfig } from '../../src/config.ts';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'signing-secret' };

describe('the level of the log', () => {
  it.each([
    [{ LOG_LEVEL: 'debug', ...SLACK }, 'info', true],
    [{ LOG_LEVEL: 'trace', ...SLACK }, 'info', true],
    [{ LOG_LEVEL: 'warn', ...SLACK }, 'warn', false],
    [{ LOG_LEVEL: 'debug', ...SLACK, SLACK_API_URL: 'http://127.0.0.1:4000/api/' }, 'debug', false],
    [{ LOG_LEVEL: 'debug', DATABASE_URL: 'postgres://db/x' }, 'debug', false],
  ])('with %j is %s', (env, level, lowered) => {
    expect(logLevelOf(readConfig(env))).toEqual({ level, lowered });
  });
});

it('knows every secret of the configuration', () => {
  const secrets = {
    SLACK_BOT_TOKEN: 'xoxb-secret',
    SLACK_APP_TOKEN: 'xapp-secret',
    SLACK_SIGNING_SECRET: 'signing-secret',
    ANTHROPIC_API_KEY: 'sk-ant-secret',
    STRIPE_WEBHOOK_SECRET: 'whsec_secret',
    SENTRY_CLIENT_SECRET: 'sentry-secret',
    ZENDESK_WEBHOOK_SECRET: 'zendesk-secret',
    SEGMENT_SHARED_SECRET: 'segment-secret',
    POSTHOG_WEBHOOK_SECRET: 'posthog-secret',
    HUBSPOT_CLIENT_SECRET: 'hubspot-secret',
  };
  const config = readConfig({ ...secrets, DATABASE_URL: 'postgres://pulse:pass%40word@db/x' });
  expect(secretsOf(config).sort()).toEqual([...Object.values(secrets), 'pass@word'].sort());
  const withoutValue = config.given.filter(({ value }) => value === null).map(({ name }) => name);
  expect(withoutValue.sort()).toEqual([...Object.keys(secrets), 'DATABASE_URL'].sort());
});
