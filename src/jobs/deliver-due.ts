import { messageOf } from '../lib/errors.ts';
import { expireOutbox } from '../store/expire-outbox.ts';
import { claimOutbox, postponeOutbox } from '../store/outbox.ts';
import { type DeliveryResult, type DeliveryWork, deliverMessage } from './deliver-message.ts';
import type { DeliveryOptions } from './delivery-options.ts';
import { tellOwner } from './tell-owner.ts';

/** Longer than a post can take, so that its result is in the channel before anybody looks for it. */
const LEASE_MS = 60_000;
const EXPIRE_HOURS = 24;
const MOST_PER_RUN = 200;
const TOO_LATE =
  'See whether this server reaches Slack ("cs-pulse doctor"); "cs-pulse digest --post" posts the digest of today.';

/**
 * Delivers every message that is due, oldest first. Any number of processes may do this at once and any of them may
 * die anywhere: a message reaches its channel, and once.
 */
export async function deliverDue(options: DeliveryOptions): Promise<DeliveryResult[]> {
  const { ctx, leaseMs = LEASE_MS } = options;
  for (const { error, inThread, slot } of await expireOutbox(ctx.db, EXPIRE_HOURS)) {
    ctx.log.error({ ...slot, error }, 'A message was not delivered within a day and is given up. It is kept.');
    // A reply is missed with the message above it.
    if (!inThread) await tellOwner(options, { ...slot, error, remedy: TOO_LATE });
  }
  const results: DeliveryResult[] = [];
  while (results.length < MOST_PER_RUN && options.stop?.aborted !== true) {
    const claim = await claimOutbox(ctx.db, leaseMs);
    if (claim === null) break;
    const result = await attempt({ ...options, claim, leaseMs });
    options.metrics?.delivered(result.outcome);
    results.push(result);
  }
  return results;
}

/** An unexpected error is one message's trouble, not that of all behind it; whether it was sent is then unknown. */
async function attempt(work: DeliveryWork): Promise<DeliveryResult> {
  const { claim, ctx, leaseMs } = work;
  try {
    return await deliverMessage(work);
  } catch (error) {
    ctx.log.error({ ...claim.slot, error: messageOf(error) }, 'Delivering a message broke off. It is tried again.');
    await postponeOutbox(ctx.db, claim, leaseMs, messageOf(error));
    return { ...claim.slot, outcome: 'postponed', error: messageOf(error) };
  }
}
