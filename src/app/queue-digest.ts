import type { Day } from '../domain/day.ts';
import { inTransaction } from '../store/db.ts';
import type { QueueOutcome } from '../store/outbox.ts';
import type { Context } from './context.ts';
import { noteNoticesSaid } from './data-notices.ts';
import type { OutgoingMessage } from './publisher.ts';
import { queueMessage } from './queue-message.ts';
import type { DataNotice } from './reports.ts';

/** Puts the day's digest in line for its channel and notes, in the same transaction, what it says about the sources. */
export async function queueDigest({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: {
    readonly channel: string;
    readonly day: Day;
    readonly message: OutgoingMessage;
    readonly notices: readonly DataNotice[];
  };
}): Promise<QueueOutcome> {
  const { channel, day, message, notices } = input;
  return inTransaction(ctx.db, async (tx) => {
    const within = { ...ctx, db: tx };
    await noteNoticesSaid(within, day, notices);
    return queueMessage({ ctx: within, input: { kind: 'digest', channel, localDate: day, message } });
  });
}
