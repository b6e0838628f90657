import { z } from 'zod';
import { type Db, oneRow } from './db.ts';

const standingSchema = z
  .strictObject({ queued: z.int(), failed: z.int(), oldest_seconds: z.number() })
  .transform(({ queued, failed, oldest_seconds: oldestSeconds }) => ({ queued, failed, oldestSeconds }));
export type OutboxStanding = z.infer<typeof standingSchema>;

/** A message that was refused for good is news for as long as its day may still be looked at. */
const FAILED_DAYS = 7;

/**
 * What waits to be posted. `oldestSeconds`: for how long the message that waits longest could have been there, 0 when
 * none does; one that is kept for its reader's hour does not wait before it, and edits do not count.
 */
export async function loadOutboxStanding(db: Db): Promise<OutboxStanding> {
  const standing = await oneRow(
    db,
    standingSchema,
    `select count(*) filter (where state = 'due') as queued, count(*) filter (where state = 'failed') as failed,
       coalesce(extract(epoch from clock_timestamp() - min(
         case when attempts = 0 then next_attempt_at else coalesce(first_attempt_at, created_at) end
       ) filter (where state = 'due' and message_ts is null
         and (attempts > 0 or next_attempt_at <= clock_timestamp()))), 0)::float8 as oldest_seconds
     from outbox where state = 'due' or (state = 'failed' and local_date > current_date - $1::int)`,
    [FAILED_DAYS],
  );
  return standing ?? { queued: 0, failed: 0, oldestSeconds: 0 };
}
