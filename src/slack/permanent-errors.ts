import { z } from 'zod';

/** What to do about an error code of the Web API. */
export type ErrorClass = 'ambiguous' | 'rate_limited' | 'format' | 'gone' | 'permanent';

const CLASSES: Readonly<Record<string, ErrorClass>> = {
  // Slack says of these that part of the operation may have succeeded.
  fatal_error: 'ambiguous',
  internal_error: 'ambiguous',
  request_timeout: 'ambiguous',
  service_unavailable: 'ambiguous',
  team_added_to_org: 'ambiguous',
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  invalid_blocks: 'format',
  invalid_blocks_format: 'format',
  msg_too_long: 'format',
  msg_blocks_too_long: 'format',
  message_not_found: 'gone',
};

const INVITE = 'Invite the app to the channel (/invite @cs-pulse), then run "cs-pulse digest --post".';
const POSTING =
  'Allow the app to post in this channel (channel settings, posting permissions), or choose another one in PULSE_CHANNEL.';
const SCOPES = 'Install the app again with the scopes of manifest.yml.';
const TOKEN = 'Install the app again and set the new SLACK_BOT_TOKEN.';

const REMEDIES: Readonly<Record<string, string>> = {
  channel_not_found:
    'Check the id in PULSE_CHANNEL; a private channel is visible to the app only after it was invited.',
  not_in_channel: INVITE,
  is_archived: 'The channel is archived: restore it or set another PULSE_CHANNEL.',
  restricted_action: POSTING,
  cannot_post_to_restricted: POSTING,
  access_denied: POSTING,
  missing_scope: SCOPES,
  no_permission: SCOPES,
  not_allowed_token_type: SCOPES,
  ekm_access_denied: 'An administrator has suspended posting for this channel.',
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  edit_window_closed: 'The workspace no longer allows editing this message; the next digest is a new one.',
  cant_update_message: 'The message belongs to another app or installation; the next digest is a new one.',
};

/**
 * The class of an error code that Slack answered with. A code that is not listed is a definite refusal, so trying
 * again would only repeat it.
 */
export function errorClass(code: string): ErrorClass {
  return CLASSES[code] ?? 'permanent';
}

/** Whether Slack refused the token itself, so that no call will work before somebody acts. */
export function isTokenError(code: string): boolean {
  return REMEDIES[code] === TOKEN;
}

/** Slack's words for views that it refuses for how they are made, beside those for messages. */
const VIEW_FORMAT = ['invalid_arguments', 'view_too_large', 'no_text'];

/** Whether Slack refused how something is made, so that a simpler form of it may be taken. */
export function isFormatError(code: string): boolean {
  return errorClass(code) === 'format' || VIEW_FORMAT.includes(code);
}

/** What a person can do about a permanent error. */
export function remedyOf(code: string): string {
  if (code.startsWith('restricted_action')) return POSTING;
  return REMEDIES[code] ?? 'Look the code up in the reference of chat.postMessage, then run "cs-pulse digest --post".';
}

/** Slack's error code of a failed call; null when the call did not get an answer of Slack's. */
export function platformCode(error: unknown): string | null {
  const parsed = z.object({ data: z.object({ error: z.string() }) }).safeParse(error);
  return parsed.success ? parsed.data.data.error : null;
}
