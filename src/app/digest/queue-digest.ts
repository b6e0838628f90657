import type { Day } from '../../domain/day.ts';
import { inTransaction } from '../../store/db.ts';
import { countThread, type QueueOutcome } from '../../store/outbox.ts';
import type { Context } from '../context.ts';
import type { OutgoingMessage } from '../delivery/publisher.ts';
import { queueMessage } from '../delivery/queue-message.ts';
import { noteNoticesSaid } from '../freshness/data-notices.ts';
import type { DataNotice } from '../freshness/freshness-report.ts';
import { digestKind, TEAM_DIGEST } from './digest-plan.ts';

export interface DigestMessages {
  readonly channel: string;
  /** Day of the numbers, local to the team. */
  readonly day: Day;
  /** The local day of posting, where the digest has another zone; the day of the numbers without it. */
  readonly localDate?: Day | undefined;
  /** Name of the digest; the team's without it. */
  readonly name?: string | undefined;
  readonly message: OutgoingMessage;
  /** Replies in the message's thread, in order. */
  readonly details?: readonly OutgoingMessage[] | undefined;
  readonly notices: readonly DataNotice[];
}

const NOTHING_LEFT: OutgoingMessage = {
  text: 'Nothing is left to say here: the message above was brought up to date.',
  blocks: [],
  classic: null,
};

/**
 * Puts a day's digest and what goes in its thread in line for its channel and notes, in the same transaction, what it
 * says about the sources. A second call edits what differs; replies that are no longer needed say so.
 * @returns what becomes of the digest's own message
 */
export async function queueDigest({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: DigestMessages;
}): Promise<QueueOutcome> {
  const { channel, day, details = [], localDate = day, message, name = TEAM_DIGEST, notices } = input;
  const kind = digestKind(name);
  return inTransaction(ctx.db, async (tx) => {
    const within = { ...ctx, db: tx };
    await noteNoticesSaid(within, day, notices);
    const outcome = await queueMessage({ ctx: within, input: { kind, channel, localDate, message } });
    const before = await countThread(tx, { kind, channel, localDate });
    for (let index = 0; index < Math.max(details.length, before); index += 1) {
      const reply = {
        kind: `${kind}/${index + 1}`,
        channel,
        localDate,
        message: details[index] ?? NOTHING_LEFT,
        threadOf: kind,
      };
      await queueMessage({ ctx: within, input: reply });
    }
    return outcome;
  });
}
