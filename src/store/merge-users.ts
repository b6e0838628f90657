import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { arrayLiteral } from './array-literal.ts';
import { type Db, execute, rows } from './db.ts';
import { type Lock, lockByAccount, partsByAccount } from './lock-by-account.ts';

/** Two numbers of one person within an account: what was done under `from` belongs to `into`. */
export interface UserMerge {
  readonly accountId: number;
  readonly from: number;
  readonly into: number;
}

const MOVES = `moves as (
  select * from unnest($1::bigint[], $2::int[], $3::int[]) as m (account_id, from_no, into_no)
)`;

// Counts of the rollup are kept by 256 users: only a person who changes from one row to another takes them along. A
// quarter of an hour never spans two local days.
const MOVE_EVENTS = `with ${MOVES}, moved as (
  update events e set user_no = m.into_no
  from moves m
  where e.account_id = any ($1::bigint[]) and e.account_id = m.account_id and e.user_no = m.from_no
  returning e.account_id, m.from_no >> 8 as from_chunk, m.into_no >> 8 as into_chunk, e.occurred_at, e.kind
)
select account_id, from_chunk, into_chunk, date_bin('15 minutes', occurred_at, 'epoch') as quarter,
  (count(*) filter (where kind = 0))::int as events, (count(*) filter (where kind = 1))::int as errors,
  (count(*) filter (where kind = 2))::int as other_events, max(occurred_at) as last_at
from moved
where from_chunk <> into_chunk
group by 1, 2, 3, 4`;
const movedSchema = z.strictObject({
  account_id: z.int(),
  from_chunk: z.int(),
  into_chunk: z.int(),
  quarter: z.date(),
  events: z.int(),
  errors: z.int(),
  other_events: z.int(),
  last_at: z.date(),
});
type Moved = z.infer<typeof movedSchema>;

// In the order in which ingest takes the rows.
const LOCK_CHUNKS: Lock = {
  name: 'lock-chunks',
  text: `select from account_day where account_id = $1::bigint and chunk = any ($2::int[])
    order by day, chunk for update`,
};

// From the bitmaps and not from the events, because bitmaps are kept longer.
const TURNING = `with ${MOVES}, marked as (
  select d.account_id, d.day, m.from_no, m.into_no, d.last_at
  from moves m join account_day d on d.account_id = m.account_id and d.chunk = m.from_no >> 8
  where get_bit(d.active, 255 - (m.from_no & 255)) = 1
)
select account_id, day, user_no >> 8 as chunk, max(last_at) as last_at,
  bit_or(case when leaves then 1::bit(256) << (user_no & 255) else 0::bit(256) end) as leaving,
  bit_or(case when leaves then 0::bit(256) else 1::bit(256) << (user_no & 255) end) as entering
from (
  select account_id, day, last_at, from_no as user_no, true as leaves from marked
  union all
  select account_id, day, last_at, into_no, false from marked
) bits
group by 1, 2, 3
order by 1, 2, 3`;
const turningSchema = z.strictObject({
  account_id: z.int(),
  day: z.string(),
  chunk: z.int(),
  last_at: z.date(),
  leaving: z.string(),
  entering: z.string(),
});

const TURNED = `unnest($1::bigint[], $2::date[], $3::int[], $4::timestamptz[], $5::bit(256)[], $6::bit(256)[])
  as n (account_id, day, chunk, last_at, leaving, entering)`;
const TURN_BITS = `update account_day t set active = (t.active & ~n.leaving) | n.entering from ${TURNED}
  where t.account_id = n.account_id and t.day = n.day and t.chunk = n.chunk`;
// A row that was there has its bits by now, and is not written a second time.
const ADD_BITS = `insert into account_day as t (account_id, day, chunk, events, errors, other_events, last_at, active)
  select account_id, day, chunk, 0, 0, 0, last_at, entering from ${TURNED}
  order by 1, 2, 3
  on conflict (account_id, day, chunk) do update set active = t.active | excluded.active
    where t.active | excluded.active <> t.active`;

const ADD_COUNTS = `insert into account_day as t (account_id, day, chunk, events, errors, other_events, last_at, active)
select account_id, day, chunk, sum(events), sum(errors), sum(other_events), max(last_at), 0::bit(256)
from unnest($1::bigint[], $2::date[], $3::int[], $4::int[], $5::int[], $6::int[], $7::timestamptz[])
  as g (account_id, day, chunk, events, errors, other_events, last_at)
group by 1, 2, 3
order by 1, 2, 3
on conflict (account_id, day, chunk) do update set events = t.events + excluded.events,
  errors = t.errors + excluded.errors, other_events = t.other_events + excluded.other_events,
  last_at = greatest(t.last_at, excluded.last_at)`;

const MOVE_ALIASES = `with ${MOVES}
update user_aliases a set user_no = m.into_no from moves m where a.account_id = m.account_id and a.user_no = m.from_no`;

/**
 * Gives all that one number of a person did to another number of theirs: events, days of activity, aliases. Can be
 * repeated. The accounts are locked by the caller, who removes the row of the first number, so that no count can meet
 * it, and corrects activity that counts no more, or does now.
 */
export async function mergeUsers(db: Db, merges: readonly UserMerge[], dayOf: (instant: Date) => Day): Promise<void> {
  if (merges.length === 0) return;
  const values = [
    arrayLiteral(merges.map(({ accountId }) => accountId)),
    arrayLiteral(merges.map(({ from }) => from)),
    arrayLiteral(merges.map(({ into }) => into)),
  ];
  const moved = await rows(db, movedSchema, MOVE_EVENTS, values);
  const chunks = merges.flatMap(({ accountId, from, into }) =>
    [from >> 8, into >> 8].map((no) => [accountId, no] as const),
  );
  await lockByAccount(db, LOCK_CHUNKS, partsByAccount(chunks));
  await moveBits(db, values);
  if (moved.length > 0) await addCounts(db, moved, dayOf);
  await execute(db, MOVE_ALIASES, values);
}

async function moveBits(db: Db, moves: unknown[]): Promise<void> {
  const turning = await rows(db, turningSchema, TURNING, moves);
  if (turning.length === 0) return;
  const values = [
    turning.map((row) => row.account_id),
    turning.map((row) => row.day),
    turning.map((row) => row.chunk),
    turning.map((row) => row.last_at),
    turning.map((row) => row.leaving),
    turning.map((row) => row.entering),
  ];
  await execute(db, TURN_BITS, values);
  await execute(db, ADD_BITS, values);
}

async function addCounts(db: Db, moved: readonly Moved[], dayOf: (instant: Date) => Day): Promise<void> {
  const changes = [
    ...moved.map((row) => ({ ...row, chunk: row.from_chunk, sign: -1 })),
    ...moved.map((row) => ({ ...row, chunk: row.into_chunk, sign: 1 })),
  ];
  await execute(db, ADD_COUNTS, [
    arrayLiteral(changes.map((row) => row.account_id)),
    arrayLiteral(changes.map((row) => dayOf(row.quarter))),
    arrayLiteral(changes.map((row) => row.chunk)),
    arrayLiteral(changes.map((row) => row.sign * row.events)),
    arrayLiteral(changes.map((row) => row.sign * row.errors)),
    arrayLiteral(changes.map((row) => row.sign * row.other_events)),
    arrayLiteral(changes.map((row) => row.last_at.toISOString())),
  ]);
}

const straySchema = z.strictObject({ account_id: z.int(), from_no: z.int(), into_no: z.int() });

/**
 * Numbers that are no person's any more and under which events since `since` are stored: another writer knew the
 * person by that number still, while it was merged.
 */
export async function findStrayMerges(db: Db, since: Date): Promise<UserMerge[]> {
  const found = await rows(
    db,
    straySchema,
    `select distinct e.account_id, a.merged_user_no as from_no, a.user_no as into_no
     from user_aliases a join events e on e.account_id = a.account_id and e.user_no = a.merged_user_no
     where e.occurred_at >= $1 and a.merged_user_no is not null`,
    [since],
  );
  return found.map((row) => ({ accountId: row.account_id, from: row.from_no, into: row.into_no }));
}
