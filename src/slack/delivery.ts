import type { Logger } from '../lib/log.ts';
import type { SlackClient } from './clients.ts';
import { slackErrorOf } from './clients.ts';
import type { SlackBlock, SlackMessage } from './messages/message.ts';
import { isFormatError } from './permanent-errors.ts';

const TIMEOUT_MS = 3500;
const SLACK_HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];

export interface ReplyTarget {
  readonly responseUrl: string | null;
  readonly channelId: string | null;
  readonly userId: string;
  readonly threadTs?: string | null;
}

export interface ReplyOptions {
  /** Takes the place of the message whose button was pressed; only right for messages that one person sees. */
  readonly replace?: boolean | undefined;
}

export interface Replier {
  /** Answers one person, ephemerally. Throws when no way to reach them worked. */
  reply(target: ReplyTarget, message: SlackMessage, options?: ReplyOptions): Promise<void>;
}

/** Slack's own hosts, and the host of another Web API base when one is configured. */
export function isAllowedResponseUrl(url: string, apiUrl: string | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (apiUrl !== null && URL.canParse(apiUrl) && host === new URL(apiUrl).host) return /^https?:$/.test(protocol);
  return protocol === 'https:' && SLACK_HOSTS.includes(host);
}

export function createReplier(options: {
  readonly client: SlackClient;
  readonly apiUrl: string | null;
  readonly log: Logger;
}): Replier {
  const { client, apiUrl, log } = options;
  return {
    async reply(target, message, { replace = false } = {}) {
      const { responseUrl, channelId, userId } = target;
      const thread = target.threadTs ? { thread_ts: target.threadTs } : {};
      if (responseUrl !== null && isAllowedResponseUrl(responseUrl, apiUrl)) {
        const sent = await firstAccepted(message, (part) => postToUrl(responseUrl, part, replace));
        if (sent === 'ok') return;
        log.info({ reason: sent }, 'response_url did not work, posting instead');
      }
      if (channelId !== null) {
        const sent = await firstAccepted(message, (part) =>
          attempt(() => client.chat.postEphemeral({ channel: channelId, user: userId, ...thread, ...forApi(part) })),
        );
        if (sent === 'ok') return;
        log.info({ reason: sent }, 'no ephemeral message possible here, writing a direct message');
      }
      const sent = await firstAccepted(message, (part) =>
        attempt(() =>
          client.chat.postMessage({ channel: userId, unfurl_links: false, unfurl_media: false, ...forApi(part) }),
        ),
      );
      if (sent !== 'ok') throw new Error(`Slack took no answer for the person: ${sent}`);
    },
  };
}

/** Posts to a channel that was checked before; blocks, classic blocks, text. Throws with Slack's error word. */
export async function postToChannel(client: SlackClient, channel: string, message: SlackMessage): Promise<void> {
  const sent = await firstAccepted(message, (part) =>
    attempt(() => client.chat.postMessage({ channel, unfurl_links: false, unfurl_media: false, ...forApi(part) })),
  );
  if (sent !== 'ok') throw new Error(sent);
}

interface Part {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

async function firstAccepted(message: SlackMessage, send: (part: Part) => Promise<string>): Promise<string> {
  const { text, blocks, classic } = message;
  const parts: Part[] = [{ text, blocks }, ...(classic ? [{ text, blocks: classic }] : []), { text, blocks: [] }];
  let outcome = 'nothing_to_send';
  for (const part of parts) {
    outcome = await send(part);
    if (!isFormatError(outcome)) return outcome;
  }
  return outcome;
}

async function attempt(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'ok';
  } catch (error) {
    return slackErrorOf(error);
  }
}

function forApi({ text, blocks }: Part) {
  return { text, blocks: blocks.map((block) => ({ ...block })) };
}

async function postToUrl(url: string, { text, blocks }: Part, replace: boolean): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: replace, text, blocks }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = (await response.text()).slice(0, 500);
    const word = errorWord(answer);
    if (response.ok && word === null) return 'ok';
    return word ?? `http_${response.status}`;
  } catch {
    return 'request_failed';
  }
}

/** Slack answers `ok`, a bare error word, or `{"ok":false,"error":"…"}`. */
function errorWord(answer: string): string | null {
  const found = /"error"\s{0,5}:\s{0,5}"([a-z_]{1,60})"/.exec(answer)?.[1] ?? answer.trim();
  if (/^[a-z_]{3,60}$/.test(found)) return found;
  return answer.includes('"ok":false') ? 'refused' : null;
}
