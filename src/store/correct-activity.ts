import { z } from 'zod';
import { addDays, type Day } from '../domain/day.ts';
import { startOfLocalDay } from '../lib/local-time.ts';
import { arrayLiteral } from './array-literal.ts';
import { type Db, execute, rows } from './db.ts';
import { type Lock, lockByAccount, partsByAccount } from './lock-by-account.ts';

/** A person, within one account. */
export interface PersonRef {
  readonly accountId: number;
  readonly userNo: number;
}

/** What the configuration says of events, by their numbers. */
export interface EventRules {
  readonly excludedNames: readonly number[];
  /** Null: every surface counts. */
  readonly surfaces: readonly number[] | null;
}

export interface Correction {
  /** All accounts are locked by the caller. */
  readonly scope: { readonly people: readonly PersonRef[] } | { readonly accounts: readonly number[] };
  readonly rules: EventRules;
  readonly dayOf: (instant: Date) => Day;
  readonly timeZone: string;
}

/** What an event of a person should be: activity, or one that does not count. */
const COUNTS = `u.counts and not u.excluded and e.name_id <> all ($1::int[])
  and ($2::int[] is null or e.surface_id is null or e.surface_id = any ($2::int[]))`;

// A quarter of an hour never spans two local days, and there are far fewer of them than events.
const TURN_EVENTS = `with turned as (
  update events e set kind = 2 - e.kind
  from account_users u
  where e.account_id = any ($3::bigint[]) and u.account_id = any ($3::bigint[])
    and u.account_id = e.account_id and u.user_no = e.user_no
    and ($4::bigint[] is null or (u.account_id, u.user_no) in (select * from unnest($4::bigint[], $5::int[])))
    and e.kind <> 1 and (e.kind = 0) <> (${COUNTS})
  returning e.account_id, e.user_no, e.occurred_at, e.kind
)
select account_id, user_no, date_bin('15 minutes', occurred_at, 'epoch') as quarter, sum(1 - kind)::int as gained
from turned
group by 1, 2, 3`;
const turnedSchema = z.strictObject({
  account_id: z.int(),
  user_no: z.int(),
  quarter: z.date(),
  gained: z.int(),
});

// In the order in which ingest takes the rows.
const LOCK_DAYS: Lock = {
  name: 'lock-days',
  text: `select from account_day where account_id = $1::bigint and day = any ($2::date[])
    order by day, chunk for update`,
};

const CORRECT_ROLLUP = `with given as (
  select *, 1::bit(256) << (user_no & 255) as person
  from unnest($1::bigint[], $2::date[], $3::int[], $4::int[], $5::timestamptz[], $6::timestamptz[])
    as g (account_id, day, user_no, gained, start, finish)
), activity as materialized (
  select distinct account_id, user_no, date_bin('15 minutes', occurred_at, 'epoch') as quarter
  from events
  where account_id = any ($9::bigint[]) and kind = 0 and occurred_at >= $7::timestamptz
    and occurred_at < $8::timestamptz
    and (account_id, user_no) in (select account_id, user_no from given)
), still as (
  select distinct g.account_id, g.day, g.user_no
  from given g
  join activity a on a.account_id = g.account_id and a.user_no = g.user_no and a.quarter >= g.start
    and a.quarter < g.finish
), moved as (
  select g.account_id, g.day, g.user_no >> 8 as chunk, sum(g.gained) as gained,
    bit_or(case when s.day is null then 0::bit(256) else g.person end) as entering,
    bit_or(case when s.day is null then g.person else 0::bit(256) end) as leaving
  from given g
  left join still s using (account_id, day, user_no)
  group by 1, 2, 3
)
update account_day t set events = t.events + m.gained, other_events = t.other_events - m.gained,
  active = (t.active & ~m.leaving) | m.entering
from moved m
where t.account_id = m.account_id and t.day = m.day and t.chunk = m.chunk`;

// What retention has taken away is not forgotten: the first day moves on only when its own row has become empty.
const FIRST_DAYS = `select a.account_id,
  case when first_row.events = 0 then active.first else least(a.first_event_on, active.first) end as first_event_on
from accounts a
left join lateral (
  select min(day) as first from account_day where account_id = a.account_id and events > 0
) active on true
left join lateral (
  select sum(events) as events from account_day where account_id = a.account_id and day = a.first_event_on
) first_row on true
where a.account_id = any ($1::bigint[])`;
const firstSchema = z.strictObject({ account_id: z.int(), first_event_on: z.string().nullable() });

/**
 * Brings stored events and the rollup in line with who and what counts now. Only days with events that turned are
 * touched, by the difference: what the rollup knows beyond the raw events stays.
 * @returns the first day with activity of every account in which something turned; the caller stores it.
 */
export async function correctActivity(db: Db, correction: Correction): Promise<Map<number, Day | null>> {
  const { scope, rules, dayOf, timeZone } = correction;
  const people = 'people' in scope ? scope.people : null;
  const accounts = 'people' in scope ? distinct(scope.people.map((person) => person.accountId)) : scope.accounts;
  if (accounts.length === 0) return new Map();
  const turned = await rows(db, turnedSchema, TURN_EVENTS, [
    rules.excludedNames,
    rules.surfaces,
    accounts,
    people?.map((person) => person.accountId) ?? null,
    people?.map((person) => person.userNo) ?? null,
  ]);
  if (turned.length === 0) return new Map();
  await correctRollup(db, personDays(turned, dayOf), timeZone);
  const found = await rows(db, firstSchema, FIRST_DAYS, [distinct(turned.map((row) => row.account_id))]);
  return new Map(found.map((row) => [row.account_id, row.first_event_on]));
}

function distinct(list: readonly number[]): number[] {
  return [...new Set(list)];
}

interface PersonDay extends PersonRef {
  readonly day: Day;
  readonly gained: number;
}

function personDays(turned: readonly z.infer<typeof turnedSchema>[], dayOf: (instant: Date) => Day): PersonDay[] {
  const days = new Map<string, PersonDay>();
  for (const { account_id: accountId, user_no: userNo, quarter, gained } of turned) {
    const day = dayOf(quarter);
    const place = `${accountId} ${userNo} ${day}`;
    days.set(place, { accountId, userNo, day, gained: gained + (days.get(place)?.gained ?? 0) });
  }
  return [...days.values()];
}

async function correctRollup(db: Db, moved: readonly PersonDay[], timeZone: string): Promise<void> {
  const starts = new Map<Day, string>();
  const startOf = (day: Day): string => {
    const known = starts.get(day) ?? startOfLocalDay(day, timeZone).toISOString();
    starts.set(day, known);
    return known;
  };
  const days = moved.map(({ day }) => day).sort();
  const accounts = arrayLiteral(moved.map(({ accountId }) => accountId));
  const ofRows = arrayLiteral(moved.map(({ day }) => day));
  await lockByAccount(db, LOCK_DAYS, partsByAccount(moved.map(({ accountId, day }) => [accountId, day])));
  await execute(db, CORRECT_ROLLUP, [
    accounts,
    ofRows,
    arrayLiteral(moved.map(({ userNo }) => userNo)),
    arrayLiteral(moved.map(({ gained }) => gained)),
    arrayLiteral(moved.map(({ day }) => startOf(day))),
    arrayLiteral(moved.map(({ day }) => startOf(addDays(day, 1)))),
    startOf(days[0] ?? ''),
    startOf(addDays(days.at(-1) ?? '', 1)),
    distinct(moved.map(({ accountId }) => accountId)),
  ]);
}

const personSchema = z.strictObject({ account_id: z.int(), user_no: z.int() });

/** People with events since `since` that are not counted as they should be. */
export async function findMiscounted(
  db: Db,
  { excludedNames, surfaces }: EventRules,
  since: Date,
): Promise<PersonRef[]> {
  const text = `select distinct e.account_id, e.user_no
    from events e join account_users u on u.account_id = e.account_id and u.user_no = e.user_no
    where e.occurred_at >= $3 and e.kind <> 1 and (e.kind = 0) <> (${COUNTS})`;
  const found = await rows(db, personSchema, text, [excludedNames, surfaces, since]);
  return found.map((row) => ({ accountId: row.account_id, userNo: row.user_no }));
}
