import { ApiFailure } from '../api/api-failure.ts';
import { type JsonObject, parseObject } from '../json.ts';
import { addMessage } from '../messages.ts';
import { SYSTEM_USER } from '../render/message.ts';
import { giveTrigger } from '../triggers.ts';
import type { ResponseUrl, WorkspaceContext } from '../workspace-context.ts';
import type { WorkspaceChannel } from '../workspace-options.ts';
import { deliverForm, failureWords } from './deliver.ts';
import { applyResponse, giveResponseUrl } from './response-urls.ts';

/** Sends a slash command and shows what the acknowledgement says, or that there was none. */
export async function runCommand(
  context: WorkspaceContext,
  input: { user: string; channel: WorkspaceChannel; line: string },
): Promise<void> {
  const { user, channel, line } = input;
  const [command = line] = line.split(/\s/, 1);
  if (!context.options.commands.some((known) => known.command === command)) {
    whisper(context, input, `\`${command}\` is not a command here. Commands: ${commandNames(context)}`);
    return;
  }
  const { team } = context.options;
  const responseUrl = giveResponseUrl(context, { channel: channel.id, user, threadTs: null, originalTs: null });
  const delivery = await deliverForm(context, {
    token: 'verification-token',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'im' ? 'directmessage' : channel.name,
    user_id: user,
    user_name: context.people.get(user)?.name ?? user,
    command,
    text: escapeText(line.slice(command.length).trim()),
    api_app_id: context.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: giveTrigger(context, user, null),
  });
  if (delivery.kind !== 'ok') {
    whisper(context, input, failureWords(context, `\`${command}\``, delivery));
    return;
  }
  const target = context.responseUrls.get(responseUrl.slice(responseUrl.lastIndexOf('/') + 1));
  const answer = answerOf(delivery.body, delivery.isJson);
  if (answer !== null && target !== undefined) {
    showAnswer(context, { target, answer, command });
  }
}

/** A note of the workspace itself that only this person sees. */
export function whisper(
  context: WorkspaceContext,
  to: { user: string; channel: WorkspaceChannel },
  text: string,
): void {
  addMessage(context, {
    channel: to.channel.id,
    user: SYSTEM_USER,
    text,
    blocks: [],
    threadTs: null,
    metadata: null,
    ephemeralFor: to.user,
  });
}

function showAnswer(
  context: WorkspaceContext,
  shown: { target: ResponseUrl; answer: JsonObject; command: string },
): void {
  const { target, answer, command } = shown;
  try {
    applyResponse(context, { target, original: null, args: answer });
  } catch (error) {
    const channel = context.channels.get(target.channel);
    if (!(error instanceof ApiFailure) || channel === undefined) {
      throw error;
    }
    const words = `\`${command}\` failed with the error “${error.code}”: ${JSON.stringify(error.extra).slice(0, 300)}`;
    whisper(context, { user: target.user, channel }, words);
  }
}

function answerOf(body: string, isJson: boolean): JsonObject | null {
  if (body.trim() === '') {
    return null;
  }
  if (!isJson) {
    return { text: body };
  }
  const parsed = parseObject(body);
  if (parsed === null) {
    return { text: 'The acknowledgement of the app is not JSON.' };
  }
  return Object.keys(parsed).length > 0 ? parsed : null;
}

/** Slack escapes exactly these three in what a person typed. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function commandNames(context: WorkspaceContext): string {
  return context.options.commands.map((known) => `\`${known.command}\``).join(' ');
}
