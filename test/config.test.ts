import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('readConfig', () => {
  it('has a usable default for everything but Slack', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3000,
      timeZone: 'UTC',
      digestAt: '09:00',
      reportingCurrency: 'USD',
      slack: null,
    });
    expect(config.digestDays).toEqual([1, 2, 3, 4, 5]);
    expect(config.databaseUrl).toBeNull();
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['TEAM_TIMEZONE', 'Berlin'],
    ['DIGEST_AT', '9:00'],
    ['DIGEST_AT', '24:00'],
    ['DIGEST_DAYS', 'monday'],
    ['REPORTING_CURRENCY', 'usd'],
    ['PULSE_CHANNEL', '#cs-pulse'],
    ['ALLOWED_USERGROUPS', '@cs'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['SLACK_API_URL', 'not an address'],
    ['SLACK_APP_TOKEN', 'xoxb-1'],
    ['DATABASE_URL', 'mysql://x'],
    ['LOG_LEVEL', 'loud'],
  ])('names %s and what it needs when it is %s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`${name}: needs`));
  });

  it('names every wrong variable at once', () => {
    expect(() => readConfig({ PORT: 'x', DIGEST_AT: 'y' })).toThrow(/PORT[\s\S]*DIGEST_AT/);
  });

  it('treats an empty variable as not set', () => {
    expect(readConfig({ PORT: '', PULSE_CHANNEL: '' })).toMatchObject({ port: 3000, pulseChannel: null });
  });

  it('asks for the missing half of the Slack tokens', () => {
    expect(() => readConfig({ SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow(/SLACK_SIGNING_SECRET is missing/);
    expect(() => readConfig({ SLACK_SIGNING_SECRET: 's' })).toThrow(/SLACK_BOT_TOKEN is missing/);
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).slack?.appToken).toBe('xapp-1');
  });

  it.each([
    ['mon-fri', [1, 2, 3, 4, 5]],
    ['sat-mon', [1, 6, 7]],
    ['wed', [3]],
    ['Mon, Thu', [1, 4]],
    ['mon-sun', [1, 2, 3, 4, 5, 6, 7]],
  ])('reads the weekdays %s', (text, days) => {
    expect(readConfig({ DIGEST_DAYS: text }).digestDays).toEqual(days);
  });

  it('refuses the secret of Zendesk that everybody knows, also among others, without repeating it', () => {
    const known = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';
    for (const value of [known, `own, ${known}`]) {
      const read = () => readConfig({ ZENDESK_WEBHOOK_SECRET: value });
      expect(read).toThrow(/ZENDESK_WEBHOOK_SECRET: needs the signing secret of your own webhook/);
      expect(read).not.toThrow(known);
    }
    expect(readConfig({ ZENDESK_WEBHOOK_SECRET: 'own, older' }).webhookSecrets.zendesk).toEqual(['own', 'older']);
  });

  it('reads secrets as a list for rotation', () => {
    expect(readConfig({ STRIPE_WEBHOOK_SECRET: 'whsec_new, whsec_old' }).webhookSecrets.stripe).toEqual([
      'whsec_new',
      'whsec_old',
    ]);
  });
});
