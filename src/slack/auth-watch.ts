import type { Logger } from '../lib/log.ts';
import { type SlackClient, slackErrorOf } from './clients.ts';
import { isTokenError } from './permanent-errors.ts';

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;
const RECHECK_MS = 5 * 60_000;

/** What Slack last said about the bot token. */
export interface AuthStatus {
  readonly ok: boolean;
  readonly teamId: string | null;
  readonly team: string | null;
  readonly botUserId: string | null;
  readonly botId: string | null;
  readonly checkedAt: Date | null;
  /** Slack's error word while not ok. */
  readonly error: string | null;
}

export interface AuthWatch {
  status(): AuthStatus;
  /** Checks once and goes on checking in the background; never throws. */
  start(): Promise<void>;
  revoked(): void;
  stop(): void;
}

/** Keeps asking Slack whether the token is good: a failing check never ends the process, it turns the status red. */
export function createAuthWatch(client: SlackClient, log: Logger): AuthWatch {
  let status: AuthStatus = {
    ok: false,
    teamId: null,
    team: null,
    botUserId: null,
    botId: null,
    checkedAt: null,
    error: 'not_checked',
  };
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let retryMs = FIRST_RETRY_MS;

  const check = async (): Promise<void> => {
    try {
      const { team_id, team, user_id, bot_id } = await client.auth.test();
      status = {
        ok: true,
        teamId: team_id ?? null,
        team: team ?? null,
        botUserId: user_id ?? null,
        botId: bot_id ?? null,
        checkedAt: new Date(),
        error: null,
      };
      retryMs = FIRST_RETRY_MS;
    } catch (error) {
      const reason = slackErrorOf(error);
      if (status.error !== reason) {
        if (isTokenError(reason))
          log.error({ reason }, 'Slack refuses SLACK_BOT_TOKEN: reinstall the app, set the new one');
        else log.warn({ reason }, 'Slack could not be asked whether SLACK_BOT_TOKEN is good, trying again');
      }
      status = { ...status, ok: false, checkedAt: new Date(), error: reason };
      retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
    }
    if (stopped) return;
    timer = setTimeout(() => void check(), status.ok ? RECHECK_MS : retryMs);
    timer.unref();
  };

  return {
    status: () => status,
    start: check,
    revoked() {
      log.error('the Slack app was uninstalled or its token revoked: reinstall it and set SLACK_BOT_TOKEN');
      status = { ...status, ok: false, teamId: null, checkedAt: new Date(), error: 'token_revoked' };
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
