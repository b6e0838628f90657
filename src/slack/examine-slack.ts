import { type Finding, fine, note, problem } from '../app/doctor/doctor-report.ts';
import type { ChannelGuard } from './channel-guard.ts';
import { type SlackClient, slackErrorOf } from './clients.ts';

/** The scopes of manifest.yml; without those that may be refused everything else works. */
export const REQUIRED_SCOPES = [
  'commands',
  'chat:write',
  'users:read',
  'channels:read',
  'groups:read',
  'usergroups:read',
] as const;
const HISTORY_SCOPES = ['channels:history', 'groups:history'] as const;
const FILES_SCOPE = 'files:write';
const EMAIL_SCOPE = 'users:read.email';
/** Of the questions in plain words. */
const MENTIONS_SCOPE = 'app_mentions:read';
const DIRECT_SCOPE = 'im:history';
export const OPTIONAL_SCOPES = [...HISTORY_SCOPES, FILES_SCOPE, EMAIL_SCOPE, MENTIONS_SCOPE, DIRECT_SCOPE] as const;

const REINSTALL = 'add them under "OAuth & Permissions" of the Slack app (see manifest.yml) and reinstall it';

/** What Slack says about the token, its scopes and the digest's channel. Never throws. */
export async function examineSlack({
  client,
  guard,
  channel,
  others = [],
  appToken = null,
}: {
  readonly client: Pick<SlackClient, 'apps' | 'auth' | 'conversations'>;
  readonly guard: ChannelGuard;
  /** Channel id; null when none is configured. */
  readonly channel: string | null;
  /** Channels of further digests and rollups. */
  readonly others?: readonly string[] | undefined;
  /** Tried when given: the token of Socket Mode. */
  readonly appToken?: string | null | undefined;
}): Promise<Finding[]> {
  try {
    const { response_metadata: metadata, team, user } = await client.auth.test();
    const who = fine('slack', `connected to ${team ?? 'the workspace'} as ${user ?? 'the app'}`);
    const channels: Finding[] = [];
    for (const one of [channel, ...others]) channels.push(...(await channelFindings({ client, guard, channel: one })));
    const socket = appToken === null ? [] : [await socketFinding(client, appToken)];
    return [who, ...socket, ...scopeFindings(metadata?.scopes), ...channels];
  } catch (error) {
    const remedy = 'check SLACK_BOT_TOKEN and that api.slack.com can be reached; reinstall the app if it was revoked';
    return [problem('slack', `Slack did not accept the token (${slackErrorOf(error)})`, remedy)];
  }
}

/** Asks for the address of a connection and makes none. */
async function socketFinding(client: Pick<SlackClient, 'apps'>, token: string): Promise<Finding> {
  try {
    await client.apps.connections.open({ token });
    return fine('slack', 'Socket Mode can connect');
  } catch (error) {
    const remedy = 'check SLACK_APP_TOKEN (scope connections:write) and that the Slack app has Socket Mode switched on';
    return problem('slack', `Socket Mode cannot connect (${slackErrorOf(error)})`, remedy);
  }
}

function scopeFindings(granted: readonly string[] | undefined): Finding[] {
  if (granted === undefined) return [note('slack', 'Slack did not name the scopes that were granted')];
  const missing = REQUIRED_SCOPES.filter((scope) => !granted.includes(scope));
  const optional = HISTORY_SCOPES.filter((scope) => !granted.includes(scope));
  return [
    missing.length === 0
      ? fine('slack', 'all scopes that are needed are granted')
      : problem('slack', `scopes are missing: ${missing.join(', ')}`, REINSTALL),
    ...(optional.length === 0
      ? []
      : [note('slack', `without ${optional.join(', ')} a digest may repeat once after a crash, marked as such`)]),
    ...(granted.includes(FILES_SCOPE)
      ? []
      : [note('slack', `without ${FILES_SCOPE} a QBR pack is a message and no files`)]),
    ...(granted.includes(EMAIL_SCOPE)
      ? []
      : [note('slack', `without ${EMAIL_SCOPE} owners are known only where a source names their Slack user`)]),
    ...(granted.includes(MENTIONS_SCOPE)
      ? []
      : [note('slack', `without ${MENTIONS_SCOPE} nobody can ask by mentioning the app`)]),
    ...(granted.includes(DIRECT_SCOPE)
      ? []
      : [note('slack', `without ${DIRECT_SCOPE} nobody can ask in direct messages with the app`)]),
  ];
}

async function channelFindings({
  client,
  guard,
  channel,
}: Parameters<typeof examineSlack>[0]): Promise<readonly Finding[]> {
  if (channel === null) {
    return [problem('slack', 'no channel for the digest', 'set PULSE_CHANNEL to the id of an internal channel')];
  }
  const verdict = await guard.check(channel, { fresh: true });
  if (!verdict.allowed) {
    const remedy = verdict.retry
      ? 'ask again in a minute: nothing is posted before Slack has answered'
      : 'set PULSE_CHANNEL to an internal channel that the app is in';
    return [problem('slack', `the digest may not go to ${channel}: ${verdict.reason}`, remedy)];
  }
  const { channel: found } = await client.conversations.info({ channel });
  return found?.is_member === false
    ? [problem('slack', `the app is not in ${channel}`, 'type "/invite @cs-pulse" in that channel')]
    : [fine('slack', `the digest goes to ${channel}`)];
}
