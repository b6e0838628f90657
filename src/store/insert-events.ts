import { arrayLiteral } from './array-literal.ts';
import type { Db } from './db.ts';

/**
 * What an event counts as: a person's activity, an error, what people do who do not count or nobody knows, or what
 * would be activity had a program not done it.
 */
export const EVENT_KIND = { activity: 0, error: 1, other: 2, automated: 3 } as const;

export interface EventRow {
  readonly accountId: number;
  readonly occurredAt: Date;
  /** UUID in lower case. */
  readonly eventId: string;
  readonly userNo: number | null;
  readonly nameId: number;
  readonly surfaceId: number | null;
  readonly kind: 0 | 1 | 2 | 3;
  /** Local day of `occurredAt`. */
  readonly day: string;
}

// Both inserts are sorted by their keys: concurrent writers take the same locks in the same order. The bit of a
// user is counted from the right: 1 << (user_no % 256). The day comes from the caller, who knows the zone: $7 holds
// the first instant in the batch of each day of $8, both ascending.
const INSERT = `with inserted as (
  insert into events (account_id, occurred_at, event_id, user_no, name_id, kind, surface_id)
  select * from unnest($1::bigint[], $2::timestamptz[], $3::uuid[], $4::integer[], $5::integer[], $6::smallint[],
    $10::integer[])
  on conflict do nothing
  returning account_id, occurred_at, event_id, user_no, kind
), rolled_up as (
  insert into account_day as t (account_id, day, chunk, events, errors, other_events, automated, last_at, active)
  select account_id, ($8::date[])[width_bucket(occurred_at, $7::timestamptz[])], coalesce(user_no >> 8, 0)::smallint,
    count(*) filter (where kind = 0), count(*) filter (where kind = 1), count(*) filter (where kind >= 2),
    count(*) filter (where kind = 3), max(occurred_at),
    bit_or(case when kind = 0 then 1::bit(256) << (user_no & 255) else 0::bit(256) end)
  from inserted
  group by 1, 2, 3
  order by 1, 2, 3
  on conflict (account_id, day, chunk) do update set
    events = t.events + excluded.events,
    errors = t.errors + excluded.errors,
    other_events = t.other_events + excluded.other_events,
    automated = t.automated + excluded.automated,
    last_at = greatest(t.last_at, excluded.last_at),
    active = t.active | excluded.active
)
select count(*)::integer as stored,
  case when count(*) < $9::integer then array_agg(account_id || ' ' || event_id) end as identities
from inserted`;

/**
 * Stores events and adds the new ones to the daily rollup, in one statement: they commit or fail together.
 * The first of several with one (account, event id) counts. Activity (kind 0) needs a user number.
 * @returns those that were not there before.
 */
export async function insertEvents<T extends EventRow>(db: Db, events: readonly T[]): Promise<T[]> {
  if (events.length === 0) return [];
  const sorted = uniqueInOrder(events);
  const times = sorted.map((event) => event.occurredAt.toISOString());
  const days = firstInstants(sorted);
  const values = [
    arrayLiteral(sorted.map((event) => event.accountId)),
    arrayLiteral(times),
    arrayLiteral(sorted.map((event) => event.eventId)),
    arrayLiteral(sorted.map((event) => event.userNo)),
    arrayLiteral(sorted.map((event) => event.nameId)),
    arrayLiteral(sorted.map((event) => event.kind)),
    arrayLiteral(days.map(([, first]) => first.toISOString())),
    arrayLiteral(days.map(([day]) => day)),
    sorted.length,
    arrayLiteral(sorted.map((event) => event.surfaceId)),
  ];
  // Rows are only named when some are missing: usually all of them are new.
  const result = await db.query<{ stored: number; identities: string[] | null }>({
    name: 'insert-events',
    text: INSERT,
    values,
  });
  const [answer] = result.rows;
  if (answer?.stored === sorted.length) return sorted;
  const stored = new Set(answer?.identities);
  return sorted.filter((event) => stored.has(`${event.accountId} ${event.eventId}`));
}

/** By account and id, the first of equal ones alone. */
function uniqueInOrder<T extends EventRow>(events: readonly T[]): T[] {
  const sorted = [...events].sort(
    (a, b) => a.accountId - b.accountId || (a.eventId < b.eventId ? -1 : Number(a.eventId > b.eventId)),
  );
  return sorted.filter((event, place) => {
    const before = sorted[place - 1];
    return before === undefined || before.eventId !== event.eventId || before.accountId !== event.accountId;
  });
}

/** The local days of the events, ascending, each with its first instant among them. */
function firstInstants(events: readonly EventRow[]): [day: string, first: Date][] {
  const first = new Map<string, Date>();
  for (const { day, occurredAt } of events) {
    const known = first.get(day);
    if (known === undefined || occurredAt < known) first.set(day, occurredAt);
  }
  return [...first].sort(([a], [b]) => (a < b ? -1 : 1));
}
