import { labelMessage } from '../app/delivery/label-message.ts';
import type { FindOutcome, PublishFailure } from '../app/delivery/publisher.ts';
import {
  beginSend,
  failOutbox,
  markEdited,
  markPosted,
  noteNothingSent,
  type OutboxClaim,
  type OutboxSlot,
  postponeOutbox,
} from '../store/outbox.ts';
import type { DeliveryOptions } from './delivery-options.ts';
import { tellOwner } from './tell-owner.ts';

/** How far clocks may differ and a look-up still finds the message. */
const CLOCK_SLACK_MS = 60_000;
/** A local day begins at most this long before the day of the same name in UTC. */
const EARLIEST_DAY_MS = 14 * 3_600_000;
/** So often a first post waits for a history that does not answer. To be late is worse than what it might tell. */
const MOST_FIRST_LOOKS = 3;

export interface DeliveryResult extends OutboxSlot {
  /** `posted` includes a message found from an earlier attempt; `postponed` and `taken` are tried again. */
  readonly outcome: 'posted' | 'edited' | 'gone' | 'postponed' | 'failed' | 'taken';
  readonly error: string | null;
}

export type DeliveryWork = DeliveryOptions & { readonly claim: OutboxClaim; readonly leaseMs: number };

/** One attempt at one claimed message, with its result written down. */
export async function deliverMessage(work: DeliveryWork): Promise<DeliveryResult> {
  const { claim } = work;
  if (claim.messageTs !== null) return edit(work, claim.messageTs);
  if (claim.firstAttemptAt === null) return begin(work);
  return resume(work, claim.firstAttemptAt);
}

/** Nothing is known of an earlier attempt, but a database that was restored does not know what it posted. */
async function begin(work: DeliveryWork): Promise<DeliveryResult> {
  const { attempt, slot } = work.claim;
  const found = await look(work, new Date(Date.parse(`${slot.localDate}T00:00:00Z`) - EARLIEST_DAY_MS));
  if (found.kind === 'found') return adopt(work, found.ts);
  if (found.kind === 'later' && attempt <= MOST_FIRST_LOOKS) return postpone(work, found.retryAfterMs, found.error);
  return post(work, { repeat: false });
}

/** An earlier attempt may have reached the channel: look before posting. */
async function resume(work: DeliveryWork, firstAttemptAt: Date): Promise<DeliveryResult> {
  const { claim } = work;
  const found = await look(work, new Date(firstAttemptAt.getTime() - CLOCK_SLACK_MS));
  switch (found.kind) {
    case 'found':
      return adopt(work, found.ts);
    case 'absent':
      return post(work, { repeat: false });
    case 'later':
      return postpone(work, found.retryAfterMs, found.error);
    case 'forbidden':
      // Without the history nobody can know; once more, marked, is the most that is promised.
      if (!claim.repeated) return post(work, { repeat: true });
      return fail(work, {
        error: `Slack left two attempts unanswered, and the history cannot be read (${found.error})`,
        remedy:
          'Look into the channel; if the message is missing, run "cs-pulse digest --post". The history scope of manifest.yml avoids this.',
      });
  }
}

function look({ claim, publisher }: DeliveryWork, since: Date): Promise<FindOutcome> {
  return publisher.findByKey({ channel: claim.slot.channel, key: claim.key, since, threadTs: claim.threadTs });
}

/** The message is in the channel; what it shows is brought up to date when that is not known to be this text. */
async function adopt(work: DeliveryWork, ts: string): Promise<DeliveryResult> {
  const { claim, ctx } = work;
  await markPosted(ctx.db, claim, { channel: claim.slot.channel, ts });
  return result(work, 'posted');
}

async function post(work: DeliveryWork, { repeat }: { readonly repeat: boolean }): Promise<DeliveryResult> {
  const { claim, ctx, publisher } = work;
  const outcome = await publisher.post({
    channel: claim.slot.channel,
    threadTs: claim.threadTs,
    key: claim.key,
    message: repeat ? labelMessage(claim.payload, '(repeat)') : claim.payload,
    beforeSend: () => mayStillSend(work, repeat),
  });
  if (outcome.kind !== 'ok') return settle(work, outcome);
  await markPosted(ctx.db, claim, { channel: outcome.channel ?? claim.slot.channel, ts: outcome.ts });
  return result(work, 'posted');
}

// A process that was stopped while the database answered would act on a lease that has run out since.
async function mayStillSend({ claim, ctx, leaseMs }: DeliveryWork, repeat: boolean): Promise<boolean> {
  const asked = Date.now();
  const held = await beginSend(ctx.db, claim, { leaseMs, repeat });
  return held && Date.now() - asked < leaseMs / 2;
}

/** Setting the same text twice shows it once, so an edit needs no look-up. */
async function edit(work: DeliveryWork, ts: string): Promise<DeliveryResult> {
  const { claim, ctx, publisher } = work;
  const outcome = await publisher.update({
    channel: claim.slot.channel,
    postedIn: claim.postedIn,
    key: claim.key,
    ts,
    message: claim.payload,
    beforeSend: () => mayStillSend(work, false),
  });
  if (outcome.kind === 'ok') {
    await markEdited(ctx.db, claim);
    return result(work, 'edited');
  }
  if (outcome.kind !== 'gone') return settle(work, outcome);
  const note = 'the message was deleted in Slack and is not posted again';
  await markEdited(ctx.db, claim, note);
  return result(work, 'gone', note);
}

async function settle(work: DeliveryWork, failure: PublishFailure): Promise<DeliveryResult> {
  switch (failure.kind) {
    case 'abandoned':
      await postponeOutbox(work.ctx.db, work.claim, 0, 'taken over or replaced before it was sent');
      return result(work, 'taken');
    case 'later':
      await noteNothingSent(work.ctx.db, work.claim);
      return postpone(work, failure.retryAfterMs, failure.error);
    case 'ambiguous':
      return postpone(work, work.leaseMs, failure.error);
    case 'permanent':
      await noteNothingSent(work.ctx.db, work.claim);
      return fail(work, failure);
  }
}

async function postpone(work: DeliveryWork, delayMs: number, error: string): Promise<DeliveryResult> {
  const { claim, ctx } = work;
  await postponeOutbox(ctx.db, claim, delayMs, error);
  ctx.log.info({ ...claim.slot, attempt: claim.attempt, delayMs, error }, 'A message is tried again later.');
  return result(work, 'postponed', error);
}

async function fail(
  work: DeliveryWork,
  why: { readonly error: string; readonly remedy: string },
): Promise<DeliveryResult> {
  const { claim, ctx, leaseMs } = work;
  const error = `${why.error}. ${why.remedy}`;
  if (!(await failOutbox(ctx.db, claim, leaseMs, error))) return result(work, 'taken');
  ctx.log.error({ ...claim.slot, ...why }, 'A message cannot be delivered. It is kept.');
  await tellOwner(work, { ...claim.slot, ...why });
  return result(work, 'failed', error);
}

function result(
  { claim }: DeliveryWork,
  outcome: DeliveryResult['outcome'],
  error: string | null = null,
): DeliveryResult {
  return { ...claim.slot, outcome, error };
}
