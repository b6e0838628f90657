import { z } from 'zod';
import { type Db, rows } from './db.ts';

const expiredSchema = z
  .strictObject({
    kind: z.string(),
    channel: z.string(),
    local_date: z.string(),
    error: z.string(),
    in_thread: z.boolean(),
  })
  .transform((row) => ({
    slot: { kind: row.kind, channel: row.channel, localDate: row.local_date },
    error: row.error,
    inThread: row.in_thread,
  }));
/** A message that was given up, and why. */
type ExpiredMessage = z.infer<typeof expiredSchema>;

/** Fails the messages that were not delivered within `hours`: an old digest is worse than none. */
export async function expireOutbox(db: Db, hours: number): Promise<ExpiredMessage[]> {
  return rows(
    db,
    expiredSchema,
    `update outbox set state = 'failed', lease_until = null,
       error = concat('not delivered within ', $1::int, ' hours; the last attempt said: ', coalesce(error, 'nothing'))
     where state = 'due' and message_ts is null and created_at < clock_timestamp() - $1::int * interval '1 hour'
       and (lease_until is null or lease_until <= clock_timestamp())
     returning kind, channel, local_date, error, thread_of is not null as in_thread`,
    [hours],
  );
}
