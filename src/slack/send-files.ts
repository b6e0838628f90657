import type { Logger } from '../lib/log.ts';
import { type SlackClient, slackErrorOf } from './clients.ts';
import { withinDeadline } from './failure.ts';
import type { FilesState, QbrFile } from './messages/qbr.ts';

const UPLOAD_MS = 4000;
const DEADLINE_MS = 4500;
const UPLOAD_HOSTS = ['files.slack.com', 'files.slack-gov.com'];
const NO_SCOPE = ['missing_scope', 'not_allowed_token_type', 'no_permission'];

export interface FileDelivery {
  /** Whose direct messages with the app they go to. */
  readonly userId: string;
  /** Safe mrkdwn above the files. */
  readonly intro: string;
  readonly files: readonly QbrFile[];
}

/**
 * Sends files to one person's direct messages, where nobody else sees them. The upload is asked for first, so that
 * nothing is posted where files are not allowed. Never throws.
 */
export async function sendFiles(client: SlackClient, delivery: FileDelivery, log: Logger): Promise<FilesState> {
  try {
    await withinDeadline(send(client, delivery), DEADLINE_MS);
    return 'sent';
  } catch (error) {
    const reason = slackErrorOf(error);
    log.info({ reason }, 'Slack took no files');
    return NO_SCOPE.includes(reason) ? 'no_scope' : 'failed';
  }
}

async function send(client: SlackClient, { userId, intro, files }: FileDelivery): Promise<void> {
  const uploaded: { readonly id: string; readonly title: string }[] = [];
  for (const file of files) uploaded.push({ id: await upload(client, file), title: file.title });
  const [first, ...others] = uploaded;
  if (first === undefined) return;
  // A post to a person opens the conversation, which sharing a file does not.
  const { channel } = await client.chat.postMessage({ channel: userId, text: intro, unfurl_links: false });
  if (channel === undefined) throw new Error('Slack did not say where the message went');
  await client.files.completeUploadExternal({ files: [first, ...others], channel_id: channel });
}

async function upload(client: SlackClient, { name, content }: QbrFile): Promise<string> {
  const body = new TextEncoder().encode(content);
  const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({
    filename: name,
    length: body.byteLength,
  });
  if (url === undefined || id === undefined || !isUploadUrl(url, client.slackApiUrl)) {
    throw new Error('Slack named no place to upload to that is its own');
  }
  const signal = AbortSignal.timeout(UPLOAD_MS);
  const response = await fetch(url, { method: 'POST', body, redirect: 'error', signal });
  if (!response.ok) throw new Error(`the upload was answered with ${response.status}`);
  return id;
}

/** Slack's own hosts for files, and the host of another Web API base when one is configured. */
export function isUploadUrl(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(apiUrl)) return false;
  const { protocol, host, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (host === new URL(apiUrl).host) return /^https?:$/.test(protocol);
  return protocol === 'https:' && UPLOAD_HOSTS.includes(host);
}
