import { z } from 'zod';
import { type Db, execute, inTransaction, oneRow, rows } from './db.ts';
import { storableJson } from './storable-json.ts';

/** Identity of a message: one per kind, channel and local day. */
export interface OutboxSlot {
  readonly kind: string;
  readonly channel: string;
  /** 'YYYY-MM-DD', local to the team. */
  readonly localDate: string;
}

const payloadSchema = z.object({
  text: z.string(),
  blocks: z.array(z.record(z.string(), z.unknown())),
  classic: z.array(z.record(z.string(), z.unknown())).nullable(),
  amounts: z.boolean().optional(),
});

/** A message in the forms in which it may be shown; blocks are kept as they are given. */
export interface OutboxPayload {
  readonly text: string;
  readonly blocks: readonly object[];
  readonly classic: readonly object[] | null;
  /** Whether a direct message shows amounts, which not everybody may see; it may where it does not say. */
  readonly amounts?: boolean | undefined;
}

export interface QueueOptions {
  /** The kind of the message in whose thread this one goes, in the same channel and on the same day. */
  readonly threadOf?: string | undefined;
  /** It is not posted before; at most a day ahead. */
  readonly notBefore?: Date | undefined;
}

export type QueueOutcome = 'queued' | 'edit' | 'unchanged';

// Of the jsonb itself: its text has one spelling, whatever the order of the keys was.
const HASH = `encode(sha256(convert_to(payload::text, 'UTF8')), 'hex')`;
const SLOT = 'kind = $1 and channel = $2 and local_date = $3';

// The same for a slot whenever it is queued, so that a database that was restored finds in Slack what it does not know
// to have posted. Salted, for everybody in the workspace can read it.
const KEY = `encode(substr(sha256((select salt from erasure_salt)
  || convert_to(jsonb_build_array('message', $1::text, $2::text, $3::date)::text, 'UTF8')), 1, 16), 'hex')::uuid`;

const slotValues = (slot: OutboxSlot): unknown[] => [slot.kind, slot.channel, slot.localDate];

/**
 * Puts a message where it will be delivered, or replaces the text of one that is there.
 * `unchanged`: the channel shows, or is about to get, exactly this; `edit`: it was posted with another text.
 * A failed message is given another chance.
 */
export async function queueOutbox(
  db: Db,
  slot: OutboxSlot,
  payload: OutboxPayload,
  { notBefore, threadOf }: QueueOptions = {},
): Promise<QueueOutcome> {
  const json = storableJson(payload);
  return inTransaction(db, async (tx) => {
    const inserted = await execute(
      tx,
      `insert into outbox (kind, channel, local_date, message_key, payload, thread_of, next_attempt_at, state)
       values ($1, $2, $3, ${KEY}, $4, $5, coalesce($6, clock_timestamp()), 'due') on conflict do nothing`,
      [...slotValues(slot), json, threadOf ?? null, notBefore ?? null],
    );
    if (inserted > 0) return 'queued';
    const known = await oneRow(
      tx,
      z.object({ same: z.boolean(), state: z.string(), posted: z.boolean() }),
      `select state, message_ts is not null as posted,
         case when message_ts is null then payload = $4::jsonb
           else shown_hash is not distinct from encode(sha256(convert_to($4::jsonb::text, 'UTF8')), 'hex') end as same
       from outbox where ${SLOT} for update`,
      [...slotValues(slot), json],
    );
    if (known?.same && known.state !== 'failed') {
      // Back to what the channel shows: the edit that was due has nothing left to change.
      if (known.posted) await takeBackEdit(tx, slot, json);
      return 'unchanged';
    }
    // A wait that is on stays on: it is the time in which an unanswered attempt becomes visible.
    await execute(
      tx,
      `update outbox set payload = $4, state = 'due', error = null, repeated = repeated and state <> 'failed',
         next_attempt_at = greatest(next_attempt_at, clock_timestamp())
       where ${SLOT}`,
      [...slotValues(slot), json],
    );
    return known?.posted ? 'edit' : 'queued';
  });
}

async function takeBackEdit(tx: Db, slot: OutboxSlot, json: string): Promise<void> {
  await execute(tx, `update outbox set payload = $4, state = 'posted', error = null where ${SLOT} and state = 'due'`, [
    ...slotValues(slot),
    json,
  ]);
}

const claimSchema = z
  .object({
    kind: z.string(),
    channel: z.string(),
    local_date: z.string(),
    message_key: z.string(),
    payload: payloadSchema,
    attempts: z.number(),
    first_attempt_at: z.date().nullable(),
    message_ts: z.string().nullable(),
    repeated: z.boolean(),
    thread_ts: z.string().nullable(),
    posted_in: z.string().nullable(),
  })
  .transform((row) => ({
    slot: { kind: row.kind, channel: row.channel, localDate: row.local_date },
    key: row.message_key,
    payload: row.payload,
    attempt: row.attempts,
    firstAttemptAt: row.first_attempt_at,
    messageTs: row.message_ts,
    repeated: row.repeated,
    /** The message above it; null: it is in no thread. */
    threadTs: row.thread_ts,
    /** The conversation that it was posted in; null: not posted yet, or by an older version. */
    postedIn: row.posted_in,
  }));

/** A message held by one deliverer. `attempt` is the fence: whoever claims later has a higher one. */
export type OutboxClaim = z.infer<typeof claimSchema>;

const PARENT = `select parent.message_ts from outbox parent where parent.kind = outbox.thread_of
  and parent.channel = outbox.channel and parent.local_date = outbox.local_date`;

/**
 * Takes the message that has waited longest, for `leaseMs`; null when nothing is due. One for a thread is not due
 * before the thread is there. Deliverers do not wait for each other. All times are the database's, so that replicas
 * with different clocks agree.
 */
export async function claimOutbox(db: Db, leaseMs: number): Promise<OutboxClaim | null> {
  const [claim] = await rows(
    db,
    claimSchema,
    `update outbox set attempts = attempts + 1, lease_until = clock_timestamp() + $1 * interval '1 millisecond'
     where (kind, channel, local_date) = (
       select kind, channel, local_date from outbox
       where state = 'due' and next_attempt_at <= clock_timestamp()
         and (lease_until is null or lease_until <= clock_timestamp())
         and (thread_of is null or (${PARENT}) is not null)
       order by next_attempt_at, kind, channel for update skip locked limit 1)
     returning kind, channel, local_date, message_key, payload, attempts, first_attempt_at, message_ts, repeated,
       posted_in, (${PARENT}) as thread_ts`,
    [leaseMs],
  );
  return claim ?? null;
}

const FENCE = `${SLOT} and attempts = $4 and state = 'due'`;
const fenceValues = (claim: OutboxClaim): unknown[] => [...slotValues(claim.slot), claim.attempt];

/**
 * The last check before a call that shows something: false when the lease is lost or the text was replaced.
 * Renews the lease, so that a whole lease passes after the call before another deliverer looks for its result,
 * and notes what is being sent.
 */
export async function beginSend(
  db: Db,
  claim: OutboxClaim,
  options: { readonly leaseMs: number; readonly repeat: boolean },
): Promise<boolean> {
  const sent = claim.messageTs === null ? HASH : 'null';
  const touched = await execute(
    db,
    `update outbox set lease_until = clock_timestamp() + $5 * interval '1 millisecond',
       first_attempt_at = coalesce(first_attempt_at, clock_timestamp()), shown_hash = ${sent},
       repeated = repeated or $6
     where ${FENCE} and lease_until > clock_timestamp() and payload = $7::jsonb`,
    [...fenceValues(claim), options.leaseMs, options.repeat, JSON.stringify(claim.payload)],
  );
  return touched > 0;
}

/**
 * Notes that the message is in the channel. Unfenced on purpose: it is true whoever says it. Stays due when the text
 * was replaced meanwhile, which makes it an edit.
 */
export async function markPosted(
  db: Db,
  claim: OutboxClaim,
  { channel, ts }: { readonly channel: string; readonly ts: string },
): Promise<void> {
  await execute(
    db,
    `update outbox set message_ts = $4, posted_in = $5, posted_at = clock_timestamp(), error = null, lease_until = null,
       next_attempt_at = clock_timestamp(),
       state = case when shown_hash is not distinct from ${HASH} then 'posted' else 'due' end
     where ${SLOT} and message_ts is null`,
    [...slotValues(claim.slot), ts, channel],
  );
}

/** Notes that the channel shows this claim's text; `note` says why it does not when the message is gone. */
export async function markEdited(db: Db, claim: OutboxClaim, note: string | null = null): Promise<void> {
  await execute(
    db,
    `update outbox set shown_hash = encode(sha256(convert_to($5::jsonb::text, 'UTF8')), 'hex'), error = $6,
       edited_at = clock_timestamp(), lease_until = null, state = case when payload = $5::jsonb then 'posted' else 'due' end
     where ${FENCE}`,
    [...fenceValues(claim), JSON.stringify(claim.payload), note],
  );
}

/** Gives the message back for another attempt after `delayMs`. */
export async function postponeOutbox(db: Db, claim: OutboxClaim, delayMs: number, error: string): Promise<void> {
  await execute(
    db,
    `update outbox set lease_until = null, error = $6,
       next_attempt_at = clock_timestamp() + $5 * interval '1 millisecond'
     where ${FENCE}`,
    [...fenceValues(claim), delayMs, error],
  );
}

/** Takes back what `beginSend` noted, once it is certain that nothing of this attempt reached the channel. */
export async function noteNothingSent(db: Db, claim: OutboxClaim): Promise<void> {
  await execute(db, `update outbox set first_attempt_at = $5, repeated = $6 where ${FENCE}`, [
    ...fenceValues(claim),
    claim.firstAttemptAt,
    claim.repeated,
  ]);
}

/**
 * Stops trying; the message is kept, and when it is queued again it waits at least `waitMs` from now.
 * False when somebody else has taken it over.
 */
export async function failOutbox(db: Db, claim: OutboxClaim, waitMs: number, error: string): Promise<boolean> {
  const touched = await execute(
    db,
    `update outbox set state = 'failed', lease_until = null, error = $6,
       next_attempt_at = clock_timestamp() + $5 * interval '1 millisecond'
     where ${FENCE}`,
    [...fenceValues(claim), waitMs, error],
  );
  return touched > 0;
}

/** How many messages were queued for the thread of one. */
export async function countThread(db: Db, slot: OutboxSlot): Promise<number> {
  const text = 'select count(*)::int as n from outbox where thread_of = $1 and channel = $2 and local_date = $3';
  return (await oneRow(db, z.strictObject({ n: z.int() }), text, slotValues(slot)))?.n ?? 0;
}

const deliverySchema = z.object({
  kind: z.string(),
  channel: z.string(),
  local_date: z.string(),
  state: z.enum(['due', 'posted', 'failed']),
  attempts: z.number(),
  posted_at: z.date().nullable(),
  edited_at: z.date().nullable(),
  message_ts: z.string().nullable(),
  error: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** The latest messages with what became of them, newest day first. */
export async function listDeliveries(db: Db, limit: number): Promise<Delivery[]> {
  return rows(
    db,
    deliverySchema,
    `select kind, channel, local_date, state, attempts, posted_at, edited_at, message_ts, error from outbox
     order by local_date desc, kind, channel limit $1`,
    [limit],
  );
}

/** What became of one message; null when it was never queued. */
export async function findDelivery(db: Db, slot: OutboxSlot): Promise<Delivery | null> {
  return oneRow(
    db,
    deliverySchema,
    `select kind, channel, local_date, state, attempts, posted_at, edited_at, message_ts, error from outbox where ${SLOT}`,
    slotValues(slot),
  );
}
