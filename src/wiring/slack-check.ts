import type { Check } from '../http/readiness.ts';
import type { SlackApp } from '../slack/bolt.ts';
import { errorClass, isTokenError } from '../slack/permanent-errors.ts';

/** Errors of a call that Slack did not answer at all, or not as the Web API does. */
const NOT_ANSWERED = /^(request_failed|timeout|http_\d+)$/;
const REACH =
  'Nothing is wrong with the token. See whether slack.com has trouble, and whether this server reaches it over HTTPS (DNS, proxy, firewall).';

/**
 * What `/readyz` says of Slack. A token that Slack refuses needs a person, and no answer works until then. A Slack that
 * cannot be reached is only a degraded state: ingest works, and no other place would reach it better.
 */
export function slackCheck(app: Pick<SlackApp, 'authStatus' | 'socketStatus'>): Check {
  const { error, ok } = app.authStatus();
  if (!ok) return refusal(error ?? 'not_checked', 'SLACK_BOT_TOKEN');
  const socket = app.socketStatus();
  if (socket === null || socket.ok) return { state: 'ok', detail: 'connected' };
  const code = /An API error occurred: (\w{1,60})/.exec(socket.error ?? '')?.[1];
  if (code !== undefined) return refusal(code, 'SLACK_APP_TOKEN');
  return { state: 'degraded', detail: 'Socket Mode is not connected', remedy: REACH };
}

function refusal(error: string, variable: string): Check {
  if (error === 'not_checked') {
    return { state: 'failing', detail: 'Slack has not been asked yet', remedy: 'Wait a few seconds.' };
  }
  if (isTokenError(error)) {
    const remedy = `Install the Slack app again and set the new ${variable}.`;
    return { state: 'failing', detail: `Slack refuses ${variable} (${error})`, remedy };
  }
  if (NOT_ANSWERED.test(error) || errorClass(error) !== 'permanent') {
    return { state: 'degraded', detail: `Slack cannot be reached (${error})`, remedy: REACH };
  }
  const remedy = 'Look the word up in the reference of auth.test, or run "cs-pulse doctor".';
  return { state: 'failing', detail: `Slack refuses the app (${error})`, remedy };
}
