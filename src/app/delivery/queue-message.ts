import { type OutboxSlot, type QueueOptions, type QueueOutcome, queueOutbox } from '../../store/outbox.ts';
import type { Context } from '../context.ts';
import type { OutgoingMessage } from './publisher.ts';

/**
 * Puts a message in line to be posted once for its kind, channel and local day. Saying the same again changes
 * nothing; saying something else edits the message in place. @returns what that means for the channel.
 */
export async function queueMessage({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: OutboxSlot & QueueOptions & { readonly message: OutgoingMessage };
}): Promise<QueueOutcome> {
  const { message, notBefore, threadOf, ...slot } = input;
  return queueOutbox(ctx.db, slot, message, { notBefore, threadOf });
}
