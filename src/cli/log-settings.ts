import type { Config } from '../config.ts';

const CHATTY = ['debug', 'trace'];

/**
 * The level of the log. Beside a real Slack workspace `debug` and `trace` are lowered to `info`: whoever looks for a
 * fault there must not find a switch that makes libraries tell more than they should. Against another Web API
 * (`SLACK_API_URL`) and without Slack they are taken.
 */
export function logLevelOf({ logLevel, slack }: Pick<Config, 'logLevel' | 'slack'>): {
  readonly level: string;
  readonly lowered: boolean;
} {
  const lowered = slack !== null && slack.apiUrl === null && CHATTY.includes(logLevel);
  return { level: lowered ? 'info' : logLevel, lowered };
}

/** Every secret of the configuration, to be kept out of the log whatever it looks like. */
export function secretsOf({
  anthropicApiKey,
  databaseReadUrl,
  databaseUrl,
  slack,
  webhookSecrets,
}: Pick<Config, 'anthropicApiKey' | 'databaseReadUrl' | 'databaseUrl' | 'slack' | 'webhookSecrets'>): string[] {
  const given = [anthropicApiKey, slack?.botToken, slack?.appToken, slack?.signingSecret];
  const passwords = [databaseUrl, databaseReadUrl].map(passwordOf);
  return [...given, ...passwords, ...Object.values(webhookSecrets).flat()].filter(
    (secret) => typeof secret === 'string',
  );
}

function passwordOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { password } = new URL(url);
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
