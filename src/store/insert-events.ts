import { arrayLiteral } from './array-literal.ts';
import type { Db } from './db.ts';

/** What an event counts as: a person's activity, an error, or automation and people who do not count. */
export const EVENT_KIND = { activity: 0, error: 1, other: 2 } as const;

export interface EventRow {
  readonly accountId: number;
  readonly occurredAt: Date;
  /** UUID */
  readonly eventId: string;
  readonly userNo: number | null;
  readonly nameId: number;
  readonly kind: 0 | 1 | 2;
  /** Local day of `occurredAt`. */
  readonly day: string;
}

// Both inserts are sorted by their keys: concurrent writers take the same locks in the same order. The bit of a
// user is counted from the right: 1 << (user_no % 256).
const INSERT = `with input as materialized (
  select * from unnest($1::bigint[], $2::timestamptz[], $3::uuid[], $4::integer[], $5::integer[], $6::smallint[], $7::date[])
    with ordinality as i (account_id, occurred_at, event_id, user_no, name_id, kind, day, position)
), inserted as (
  insert into events (account_id, occurred_at, event_id, user_no, name_id, kind)
  select account_id, occurred_at, event_id, user_no, name_id, kind from input order by account_id, event_id
  on conflict do nothing
  returning account_id, event_id
), fresh as (
  select i.* from inserted join input i using (account_id, event_id)
), rolled_up as (
  insert into account_day as t (account_id, day, chunk, events, errors, other_events, last_at, active)
  select account_id, day, coalesce(user_no >> 8, 0)::smallint,
    count(*) filter (where kind = 0), count(*) filter (where kind = 1), count(*) filter (where kind = 2),
    max(occurred_at), bit_or(case when kind = 0 then 1::bit(256) << (user_no & 255) else 0::bit(256) end)
  from fresh
  group by 1, 2, 3
  order by 1, 2, 3
  on conflict (account_id, day, chunk) do update set
    events = t.events + excluded.events,
    errors = t.errors + excluded.errors,
    other_events = t.other_events + excluded.other_events,
    last_at = greatest(t.last_at, excluded.last_at),
    active = t.active | excluded.active
)
select position from fresh`;

/**
 * Stores events and adds the new ones to the daily rollup, in one statement: they commit or fail together.
 * No (account, event id) may be twice in `events`. Activity (kind 0) needs a user number.
 * @returns positions in `events` of those that were not there before.
 */
export async function insertEvents(db: Db, events: readonly EventRow[]): Promise<number[]> {
  if (events.length === 0) return [];
  const values = [
    arrayLiteral(events.map((event) => event.accountId)),
    arrayLiteral(events.map((event) => event.occurredAt.toISOString())),
    arrayLiteral(events.map((event) => event.eventId)),
    arrayLiteral(events.map((event) => event.userNo)),
    arrayLiteral(events.map((event) => event.nameId)),
    arrayLiteral(events.map((event) => event.kind)),
    arrayLiteral(events.map((event) => event.day)),
  ];
  const result = await db.query<{ position: number }>({ name: 'insert-events', text: INSERT, values });
  return result.rows.map((row) => row.position - 1);
}
