import { ApiFailure } from '../api/api-failure.ts';
import { booleanArgument, stringArgument } from '../api/arguments.ts';
import { checkedContent, checkedMetadata } from '../api/checked-content.ts';
import { freshSecret } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { addMessage, changeMessage, findMessage, nextTs, removeMessage } from '../messages.ts';
import type { Message, ResponseUrl, WorkspaceContext } from '../workspace-context.ts';

const USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** A response_url: five uses within thirty minutes. */
export function giveResponseUrl(
  context: WorkspaceContext,
  target: Pick<ResponseUrl, 'channel' | 'user' | 'threadTs' | 'originalTs'>,
): string {
  const id = freshSecret();
  const now = context.now().getTime();
  for (const [old, { expiresAt }] of context.responseUrls) {
    if (expiresAt + LIFETIME_MS < now) {
      context.responseUrls.delete(old);
    }
  }
  context.responseUrls.set(id, { ...target, usesLeft: USES, expiresAt: now + LIFETIME_MS });
  return `${context.url}/response/${id}`;
}

/** What the app sends to a response_url. @throws ApiFailure used_url, expired_url, and the content's own */
export function useResponseUrl(context: WorkspaceContext, id: string, args: JsonObject): void {
  const target = context.responseUrls.get(id);
  if (target === undefined || target.usesLeft < 1) {
    throw new ApiFailure('used_url');
  }
  if (context.now().getTime() > target.expiresAt) {
    throw new ApiFailure('expired_url');
  }
  const original = target.originalTs === null ? null : findMessage(context, target.channel, target.originalTs);
  if (booleanArgument(args, 'delete_original')) {
    if (original !== null) {
      removeMessage(context, original);
    }
  } else {
    applyResponse(context, { target, original, args });
  }
  target.usesLeft -= 1;
}

/** Shows a response: over the original when asked to, else as a new message. */
export function applyResponse(
  context: WorkspaceContext,
  response: { target: ResponseUrl; original: Message | null; args: JsonObject },
): void {
  const { target, original, args } = response;
  const content = checkedContent(args);
  const metadata = checkedMetadata(args);
  if (booleanArgument(args, 'replace_original') && original !== null) {
    const lasting = original.ephemeralFor === null;
    changeMessage(context, original, { ...content, metadata, ...(lasting ? { editedTs: nextTs(context) } : {}) });
    return;
  }
  const inChannel = stringArgument(args, 'response_type') === 'in_channel';
  const message = addMessage(context, {
    ...content,
    channel: target.channel,
    user: context.bot.id,
    threadTs: stringArgument(args, 'thread_ts') ?? target.threadTs,
    metadata,
    ephemeralFor: inChannel ? null : target.user,
  });
  target.originalTs ??= message.ts;
}
