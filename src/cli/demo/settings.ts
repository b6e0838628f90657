import { randomBytes } from 'node:crypto';
import type { Config } from '../../config.ts';
import { DEMO_PULSE_CHANNEL } from '../../demo/people.ts';
import { DEMO_FX_RATES } from '../../demo/portfolio.ts';
import { AppError } from '../../lib/errors.ts';
import type { Settings } from '../../settings.ts';

export interface DemoSecrets {
  readonly botToken: string;
  readonly signingSecret: string;
  readonly stripeSecret: string;
}

/** New ones at every start: they are worth nothing outside this process. */
export function demoSecrets(): DemoSecrets {
  const random = (): string => randomBytes(18).toString('hex');
  return { botToken: `xoxb-demo-${random()}`, signingSecret: random(), stripeSecret: `whsec_demo${random()}` };
}

/** @throws AppError `invalid` beside real Slack tokens: the local workspace must never be mistaken for Slack. */
export function refuseRealSlack(config: Config): void {
  if (config.slack === null) return;
  throw new AppError(
    'invalid',
    'The demo does not run beside real Slack tokens. Unset SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET and SLACK_APP_TOKEN, or run "npm start".',
  );
}

export function demoConfig(config: Config, secrets: DemoSecrets, apiUrl: string): Config {
  return {
    ...config,
    databaseUrl: null,
    databaseReadUrl: null,
    pulseChannel: DEMO_PULSE_CHANNEL,
    reportingCurrency: 'USD',
    allowedUsergroups: [],
    moneyUsergroups: [],
    slack: { botToken: secrets.botToken, signingSecret: secrets.signingSecret, appToken: null, apiUrl },
    webhookSecrets: { ...config.webhookSecrets, stripe: [secrets.stripeSecret] },
    stripeSeatPrices: [],
  };
}

export function demoSettings(settings: Settings): Settings {
  const fx = Object.entries(DEMO_FX_RATES).map(([currency, rate]) => ({ currency, rate, from: '1970-01-01' }));
  return { ...settings, fx };
}
