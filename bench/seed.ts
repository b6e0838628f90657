import type pg from 'pg';
import { addDays, type Day } from '../src/domain/day.ts';
import { ensureEventPartitions } from '../src/store/partitions.ts';
import { accountNames } from './names.ts';

export interface SeedSize {
  readonly accounts: number;
  /** About so many events. */
  readonly events: number;
  readonly days: number;
  /** How often people are there, to the habits below; 1 is about one day in ten. */
  readonly liveliness: number;
  /** Raw rows as well as the rollup: no report of whole days reads them, and they are 20 times its size. */
  readonly raw: boolean;
}

export interface Seeded {
  readonly accounts: number;
  readonly users: number;
  readonly events: number;
  readonly rollupRows: number;
  readonly eventBytes: number;
  readonly rollupBytes: number;
  readonly seconds: number;
}

// Median 8 people, mean 21, at most 3,000: many small customers and a few large ones.
const ACCOUNTS = `
  insert into accounts (account_id, external_id, name, domain, plan, owner_email, customer_since, first_event_on,
    next_user_no, renews_on)
  select k.account_id, k.external_id, n.name, lower(replace(n.name, ' ', '-')) || '.example',
    (array['starter', 'team', 'enterprise'])[1 + n.no % 3], 'owner' || n.no % 40 || '@example.com',
    $1::date - 150 - (random() * 900)::int, $1::date - $3::int,
    least(3000, greatest(2, round(8 * exp(1.4 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())))))::int,
    case when random() < 0.2 then $1::date + (random() * 360)::int end
  from unnest($2::text[]) with ordinality as n (name, no)
  join account_keys k on k.external_id = 'acct_' || n.no`;

const USERS = `
  insert into account_users (account_id, user_no, external_id, email, name, role, first_seen_at)
  select a.account_id, u.no, 'user_' || u.no, 'user' || u.no || '@' || a.domain, 'Person ' || u.no,
    (array['analyst', 'manager', 'support', null])[1 + u.no % 4], $1::date - 140
  from accounts a cross join lateral generate_series(0, a.next_user_no - 1) u (no)`;

// Nobody works every day; one account in eight is fading and one in ten has stopped. `u.no` makes chance a person's
// own: a condition without it would be decided once for the whole account.
const USER_DAYS = `
  create temp table user_days as
  select h.account_id, h.day, u.no as user_no, 1 + floor(random() * (2 * $2::float8 - 1))::int as events,
    (random() < 0.09)::int as errors
  from (
    select a.account_id, a.next_user_no, d.day::date as day,
      0.18 * $4::float8 * a.habit * case when extract(isodow from d.day) < 6 then 1.25 else 0.35 end
        * case when a.course < 0.1 and d.day >= $1::date - 20 then 0
            when a.course < 0.22 then ($1::date - d.day::date) / $3::float8 * 1.4 else 1 end as chance
    from (
      select account_id, next_user_no, random() as habit, random() as course from accounts order by account_id
    ) a
    cross join generate_series($1::date - $3::int, $1::date - 1, interval '1 day') d (day)
    offset 0
  ) h
  cross join lateral generate_series(0, h.next_user_no - 1) u (no)
  where random() + 0 * u.no < h.chance`;

const ROLLUP = `
  insert into account_day (account_id, day, chunk, events, errors, other_events, last_at, active)
  select account_id, day, user_no >> 8, sum(events), sum(errors), 0,
    max(day + interval '8 hours' + ((events + errors) * 217 + user_no % 3600) * interval '1 second') at time zone 'UTC',
    bit_or(set_bit(repeat('0', 256)::bit(256), 255 - (user_no & 255), 1))
  from user_days
  group by account_id, day, user_no >> 8
  order by account_id, day, 3`;

const EVENTS = `
  insert into events (account_id, occurred_at, event_id, user_no, name_id, kind)
  select u.account_id,
    (u.day + interval '8 hours' + (n.no * 217 + u.user_no % 3600) * interval '1 second') at time zone 'UTC',
    gen_random_uuid(), u.user_no, case when n.no > u.events then 41 else 1 + (n.no % 40) end, (n.no > u.events)::int
  from user_days u cross join lateral generate_series(1, u.events + u.errors) n (no)
  where u.day >= $1::date and u.day < $1::date + 7
  order by u.account_id`;

const MONEY = [
  `insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
     idempotency_key)
   select account_id, 'si_' || account_id, 'initial', greatest(2, (next_user_no * (0.8 + random()))::int),
     customer_since, 'stripe', 'first', 'first'
   from accounts`,
  `insert into seat_movements (account_id, subscription_item, kind, delta, effective_at, source, source_event_id,
     idempotency_key)
   select account_id, 'si_' || account_id, 'add', 1 + (next_user_no * random() / 4)::int, $1::date - (random() * 140)::int,
     'stripe', 'more-' || n, 'more-' || n
   from accounts cross join generate_series(1, 2) n where random() < 0.5`,
  `insert into subscription_states (account_id, source, subscription_id, effective_at, precedence, state_id, status, plan,
     currency, seats, mrr_minor, renews_at, items)
   select m.account_id, 'stripe', 'sub_' || m.account_id, m.effective_at, 1, 'state-' || m.movement_id,
     case when random() < 0.03 then 'past_due' else 'active' end, 'team', 'USD', m.seats, m.seats * 4200,
     $1::date + (random() * 360)::int, '[]'
   from (select *, sum(delta) over (partition by account_id order by effective_at, movement_id) as seats
     from seat_movements) m`,
];

const PEOPLE = [
  `insert into owners (email, name, slack_user_id)
   select 'owner' || n || '@example.com', 'Owner ' || n, 'U0OWNER' || n from generate_series(0, 39) n`,
  `insert into contacts (account_id, contact_id, name, email, persona, user_external_id)
   select account_id, p.persona, 'Contact ' || p.persona, p.persona || '@' || domain, p.persona,
     case when p.persona = 'key_contact' then 'user_' || (next_user_no / 2) end
   from accounts cross join unnest(array['admin', 'key_contact', 'exec']) p (persona)`,
  `insert into tickets (account_id, source, ticket_id, subject, priority, opened_at, closed_at)
   select account_id, 'zendesk', 't' || n, 'Question ' || n, (array['low', 'normal', 'high', 'urgent'])[1 + n % 4],
     $1::date - (random() * 90) * interval '1 day', case when random() < 0.8 then $1::date - interval '1 hour' end
   from accounts cross join generate_series(1, 4) n where random() < 0.6`,
  `insert into nps_answers (account_id, user_key, answered_at, score)
   select account_id, 'user_' || n, $1::date - (random() * 180) * interval '1 day', (random() * 10)::int
   from accounts cross join generate_series(0, 2) n where random() < 0.4`,
  `insert into source_watermarks (source, kind, last_occurred_at, last_received_at, signals)
   select 'bench', kind, now(), now(), 1 from unnest(array['activity', 'errors', 'tickets', 'billing', 'nps']) kind`,
  `insert into event_names (name) select 'event_' || n from generate_series(1, 41) n`,
];

/**
 * Fills an empty, migrated database with a portfolio whose rollup is the exact count of its raw events. The history
 * ends the day before `day`. The same numbers every time: the generator is seeded and runs on one worker.
 */
export async function seed(
  client: pg.PoolClient,
  day: Day,
  size: SeedSize,
  say: (line: string) => void,
): Promise<Seeded> {
  const started = performance.now();
  await client.query('set statement_timeout = 0');
  await client.query('set max_parallel_workers_per_gather = 0');
  await client.query(`set work_mem = '256MB'`);
  await client.query('select setseed(0.42)');
  const names = accountNames(size.accounts);
  await client.query(`insert into account_keys (external_id) select 'acct_' || n from generate_series(1, $1::int) n`, [
    names.length,
  ]);
  await client.query(ACCOUNTS, [day, names, size.days]);
  await client.query(USERS, [day]);
  for (const text of [...MONEY, ...PEOPLE]) await client.query(text, text.includes('$1') ? [day] : []);
  say('people, seats and billing are in');
  const userDays = EXPECTED_USER_DAYS * size.liveliness * (size.accounts / 5000) * (size.days / 120);
  await client.query(USER_DAYS, [day, size.events / userDays, size.days, size.liveliness]);
  await client.query(ROLLUP);
  say('the rollup is in');
  if (size.raw) await fillEvents(client, day, size.days, say);
  for (const table of ['account_day', 'events', 'accounts', 'account_users', 'subscription_states', 'seat_movements'])
    await client.query(`analyze ${table}`);
  await client.query('checkpoint');
  await client.query('drop table user_days');
  await client.query(`comment on table account_day is '${markOf(day, size)}'`);
  await client.query('reset all');
  return { ...(await measured(client)), seconds: Math.round((performance.now() - started) / 1000) };
}

/**
 * What an earlier run of the same day and size left complete; null in an empty database.
 * @throws Error for a database that holds anything else.
 */
export async function loadSeeded(client: pg.PoolClient, day: Day, size: SeedSize): Promise<Seeded | null> {
  const { rows } = await client.query<{ mark: string | null; empty: boolean }>(
    `select obj_description('account_day'::regclass) as mark, not exists (select from accounts) as empty`,
  );
  const [found] = rows;
  if (found?.mark === markOf(day, size)) return { ...(await measured(client)), seconds: 0 };
  if (found?.empty) return null;
  throw new Error('BENCH_DATA_DIR holds data of another day or size: remove the folder, or name another one.');
}

/** Written last: a database that carries it is complete. */
function markOf(day: Day, size: SeedSize): string {
  return JSON.stringify({ day, ...size });
}

/** How many person-days the habits above come to with 5,000 accounts, 120 days and a liveliness of 1. */
const EXPECTED_USER_DAYS = 1_130_000;
const WEEK = 7;

async function fillEvents(client: pg.PoolClient, day: Day, days: number, say: (line: string) => void): Promise<void> {
  for (let from = addDays(day, -days); from < day; from = addDays(from, WEEK)) {
    await ensureEventPartitions(client, [new Date(`${from}T00:00:00Z`), new Date(`${addDays(from, WEEK)}T00:00:00Z`)]);
    const { rowCount } = await client.query(EVENTS, [from]);
    say(`week of ${from}: ${rowCount ?? 0} events`);
  }
}

async function measured(client: pg.PoolClient): Promise<Omit<Seeded, 'seconds'>> {
  const { rows } = await client.query<Record<keyof Omit<Seeded, 'seconds'>, number>>(
    `select (select count(*) from accounts) as accounts, (select count(*) from account_users) as users,
       (select sum(events + errors) from account_day) as events,
       (select count(*) from account_day) as "rollupRows", pg_total_relation_size('account_day') as "rollupBytes",
       (select coalesce(sum(pg_total_relation_size(inhrelid)), 0) from pg_inherits
          where inhparent = 'events'::regclass)::bigint as "eventBytes"`,
  );
  const [row] = rows;
  if (!row) throw new Error('the database did not answer');
  return row;
}
