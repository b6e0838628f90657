import { z } from 'zod';
import { AppError } from './lib/errors.ts';
import { isTimeZone } from './lib/local-time.ts';

const WEEKDAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const LOG_LEVELS: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** A comma-separated list; empty parts are dropped. */
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || null);

const httpUrl = z
  .string()
  .optional()
  .transform((text, check) => {
    if (!text) return null;
    if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
    check.addIssue({ code: 'custom', message: 'needs an address such as https://pulse.example.com' });
    return z.NEVER;
  });

/** Signs the examples in Zendesk's documentation and the test requests of webhooks that are not saved yet. */
const PUBLIC_ZENDESK_SECRET = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

const slackIds = (letters: string, example: string) =>
  list.refine((ids) => ids.every((id) => new RegExp(`^[${letters}][A-Z0-9]{2,}$`).test(id)), {
    message: `needs Slack ids such as ${example}, separated by commas (names change, ids do not)`,
  });

const environment = z.object({
  DATABASE_URL: optionalText.refine((url) => url === null || /^postgres(ql)?:\/\//.test(url), {
    message: 'needs a PostgreSQL address such as postgres://user:password@host:5432/cs_pulse',
  }),
  DATABASE_READ_URL: optionalText.refine((url) => url === null || /^postgres(ql)?:\/\//.test(url), {
    message: 'needs the PostgreSQL address of a replica, such as postgres://user:password@replica:5432/cs_pulse',
  }),
  CS_PULSE_DATA_DIR: z.string().min(1).default('.data'),
  CS_PULSE_CONFIG: z.string().min(1).default('cs-pulse.config.yaml'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'needs a port number from 0 to 65535')
    .default('3000')
    .transform(Number)
    .refine((port) => port <= 65_535, { message: 'needs a port number from 0 to 65535' }),
  HOST: optionalText,
  PUBLIC_URL: httpUrl,
  SLACK_BOT_TOKEN: optionalText,
  SLACK_SIGNING_SECRET: optionalText,
  SLACK_APP_TOKEN: optionalText.refine((token) => token === null || token.startsWith('xapp-'), {
    message: 'needs an app-level token that begins with xapp-',
  }),
  SLACK_API_URL: httpUrl,
  PULSE_CHANNEL: optionalText.refine((id) => id === null || /^[CG][A-Z0-9]{2,}$/.test(id), {
    message: 'needs a channel id such as C0123456789 (open the channel, its name, the id is at the bottom)',
  }),
  TEAM_TIMEZONE: z
    .string()
    .default('UTC')
    .refine(isTimeZone, { message: 'needs an IANA zone such as Europe/Berlin or America/New_York' }),
  DIGEST_AT: z
    .string()
    .default('09:00')
    .refine((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time), { message: 'needs a local time such as 09:00' }),
  DIGEST_DAYS: z.string().default('mon-fri').transform(parseWeekdays),
  REPORTING_CURRENCY: z
    .string()
    .default('USD')
    .refine((code) => /^[A-Z]{3}$/.test(code), { message: 'needs an ISO 4217 code such as USD or EUR' }),
  ALLOWED_USERGROUPS: slackIds('S', 'S0123456789'),
  MONEY_USERGROUPS: slackIds('S', 'S0123456789'),
  STRIPE_WEBHOOK_SECRET: list,
  SENTRY_CLIENT_SECRET: list,
  ZENDESK_WEBHOOK_SECRET: list.refine((secrets) => !secrets.includes(PUBLIC_ZENDESK_SECRET), {
    message:
      'needs the signing secret of your own webhook: this one is printed in the documentation of Zendesk, so anybody can sign with it',
  }),
  SEGMENT_SHARED_SECRET: list,
  POSTHOG_WEBHOOK_SECRET: list,
  HUBSPOT_CLIENT_SECRET: list,
  STRIPE_SEAT_PRICES: list,
  ANTHROPIC_API_KEY: optionalText,
  LOG_LEVEL: z
    .string()
    .default('info')
    .refine((level) => LOG_LEVELS.includes(level), {
      message: `needs one of ${LOG_LEVELS.join(', ')}`,
    }),
});

export interface SlackConfig {
  readonly botToken: string;
  /** Present in HTTP mode, absent in Socket Mode. */
  readonly signingSecret: string | null;
  /** Present in Socket Mode. */
  readonly appToken: string | null;
  readonly apiUrl: string | null;
}

/** A variable that is set. Values of secrets are never shown. */
export interface GivenVariable {
  readonly name: string;
  readonly value: string | null;
}

export interface Config {
  /** null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Of a replica that reports are read from; null: all is read from the database itself. */
  readonly databaseReadUrl: string | null;
  readonly dataDir: string;
  readonly settingsFile: string;
  /** The file was named, so it must be there. */
  readonly settingsRequired: boolean;
  readonly port: number;
  readonly host: string | null;
  readonly publicUrl: string | null;
  /** null: no Slack tokens are set. */
  readonly slack: SlackConfig | null;
  readonly pulseChannel: string | null;
  readonly timeZone: string;
  /** Local time 'HH:MM'. */
  readonly digestAt: string;
  /** ISO weekdays, Monday = 1. */
  readonly digestDays: readonly number[];
  readonly reportingCurrency: string;
  readonly allowedUsergroups: readonly string[];
  readonly moneyUsergroups: readonly string[];
  /** Per source: secrets that are accepted; empty = the source is off. */
  readonly webhookSecrets: Readonly<
    Record<'stripe' | 'sentry' | 'zendesk' | 'segment' | 'posthog' | 'hubspot', readonly string[]>
  >;
  readonly stripeSeatPrices: readonly string[];
  /** null: drafts are offered in their templates' wording alone. */
  readonly anthropicApiKey: string | null;
  readonly logLevel: string;
  /** A variable that the settings file names, such as the address of a database; null when it is not set. */
  readonly variable: (name: string) => string | null;
  /** Variables of ours that are set, in their documented order. */
  readonly given: readonly GivenVariable[];
}

/** Variables of the secrets with which sources sign. */
export const SECRET_VARIABLES: Readonly<Record<keyof Config['webhookSecrets'], keyof z.infer<typeof environment>>> = {
  stripe: 'STRIPE_WEBHOOK_SECRET',
  sentry: 'SENTRY_CLIENT_SECRET',
  zendesk: 'ZENDESK_WEBHOOK_SECRET',
  segment: 'SEGMENT_SHARED_SECRET',
  posthog: 'POSTHOG_WEBHOOK_SECRET',
  hubspot: 'HUBSPOT_CLIENT_SECRET',
};

/**
 * The configuration from environment variables, checked once.
 * @throws AppError `invalid` that names every variable that is wrong and what it needs.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const known = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value === '' ? undefined : value]),
  );
  const parsed = environment.safeParse(known);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AppError(
      'invalid',
      `The configuration is not usable.\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  const value = parsed.data;
  return {
    databaseUrl: value.DATABASE_URL,
    databaseReadUrl: value.DATABASE_READ_URL,
    dataDir: value.CS_PULSE_DATA_DIR,
    settingsFile: value.CS_PULSE_CONFIG,
    settingsRequired: known['CS_PULSE_CONFIG'] !== undefined,
    port: value.PORT,
    host: value.HOST,
    publicUrl: value.PUBLIC_URL,
    slack: slackConfig(value),
    pulseChannel: value.PULSE_CHANNEL,
    timeZone: value.TEAM_TIMEZONE,
    digestAt: value.DIGEST_AT,
    digestDays: value.DIGEST_DAYS,
    reportingCurrency: value.REPORTING_CURRENCY,
    allowedUsergroups: value.ALLOWED_USERGROUPS,
    moneyUsergroups: value.MONEY_USERGROUPS,
    webhookSecrets: {
      stripe: value.STRIPE_WEBHOOK_SECRET,
      sentry: value.SENTRY_CLIENT_SECRET,
      zendesk: value.ZENDESK_WEBHOOK_SECRET,
      segment: value.SEGMENT_SHARED_SECRET,
      posthog: value.POSTHOG_WEBHOOK_SECRET,
      hubspot: value.HUBSPOT_CLIENT_SECRET,
    },
    stripeSeatPrices: value.STRIPE_SEAT_PRICES,
    anthropicApiKey: value.ANTHROPIC_API_KEY,
    logLevel: value.LOG_LEVEL,
    variable: (name) => (Object.hasOwn(known, name) ? known[name]?.trim() || null : null),
    given: givenIn(known),
  };
}

const SECRET = /_(TOKEN|SECRET|KEY)$|^DATABASE_(READ_)?URL$/;

/** Names of all variables, in their documented order. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape);

function givenIn(known: Readonly<Record<string, string | undefined>>): GivenVariable[] {
  return VARIABLES.flatMap((name) => {
    const value = known[name];
    return value === undefined ? [] : [{ name, value: SECRET.test(name) ? null : value }];
  });
}

/** @throws AppError `invalid` when only a part of what Slack needs is set. */
function slackConfig(value: z.infer<typeof environment>): SlackConfig | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_APP_TOKEN: appToken } = value;
  if (!botToken && !signingSecret && !appToken) return null;
  if (!botToken) {
    throw new AppError(
      'invalid',
      'SLACK_BOT_TOKEN is missing: copy the xoxb- token from "OAuth & Permissions" of the Slack app.',
    );
  }
  if (!signingSecret && !appToken) {
    throw new AppError(
      'invalid',
      'SLACK_SIGNING_SECRET is missing: copy it from "Basic Information" of the Slack app, or set SLACK_APP_TOKEN (xapp-) for Socket Mode.',
    );
  }
  return { botToken, signingSecret, appToken, apiUrl: value.SLACK_API_URL };
}

/** 'mon-fri', 'mon,wed,fri' or 'sat-mon' as ISO weekday numbers. */
function parseWeekdays(text: string, check: z.RefinementCtx): number[] {
  const days = new Set<number>();
  for (const part of text.toLowerCase().split(',')) {
    const [from, to = from] = part.trim().split('-');
    const first = WEEKDAYS.indexOf(from ?? '');
    const last = WEEKDAYS.indexOf(to ?? '');
    if (first < 0 || last < 0) {
      check.addIssue({ code: 'custom', message: 'needs weekdays such as mon-fri or mon,wed,fri' });
      return z.NEVER;
    }
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day + 1);
      if (day === last) break;
    }
  }
  return [...days].sort((a, b) => a - b);
}
