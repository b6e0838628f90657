import type pg from 'pg';
import type { Day } from '../../src/domain/day.ts';

/** What a report of the product reads at least, written as one would for it alone: the limits that it is held against. */
type Ask = (db: pg.Pool | pg.PoolClient, day: Day) => Promise<readonly (readonly unknown[])[]>;

const WINDOWS = `
  bit_count(bit_or(active) filter (where day < $1::date - 90)) as p1,
  bit_count(bit_or(active) filter (where day >= $1::date - 90 and day < $1::date - 60)) as p2,
  bit_count(bit_or(active) filter (where day >= $1::date - 60 and day < $1::date - 30)) as p3,
  bit_count(bit_or(active) filter (where day >= $1::date - 30)) as p4`;

const ONE = `
  select coalesce(sum(p1), 0)::int, coalesce(sum(p2), 0)::int, coalesce(sum(p3), 0)::int, coalesce(sum(p4), 0)::int,
    coalesce(sum(e30), 0)::int, coalesce(sum(e14), 0)::int, coalesce(sum(before14), 0)::int,
    coalesce(sum(errors30), 0)::int, extract(epoch from max(last_at))::int
  from (
    select ${WINDOWS},
      sum(events) filter (where day >= $1::date - 30) as e30,
      sum(events) filter (where day >= $1::date - 14) as e14,
      sum(events) filter (where day >= $1::date - 28 and day < $1::date - 14) as before14,
      sum(errors) filter (where day >= $1::date - 30) as errors30,
      max(last_at) as last_at
    from account_day
    where account_id = $2 and day >= $1::date - 120 and day < $1::date
    group by chunk
  ) chunks`;

const ALL_WINDOWS = `
  select account_id, coalesce(sum(p1), 0)::int, coalesce(sum(p2), 0)::int, coalesce(sum(p3), 0)::int,
    coalesce(sum(p4), 0)::int
  from (
    select account_id, ${WINDOWS}
    from account_day
    where day >= $1::date - 120 and day < $1::date
    group by account_id, chunk
  ) chunks
  group by account_id`;

const SEATS = `
  with active as (
    select account_id, sum(people)::int as people
    from (
      select account_id, bit_count(bit_or(active)) as people
      from account_day where day >= $1::date - 30 and day < $1::date
      group by account_id, chunk
    ) chunks
    group by account_id
  ),
  seats as (
    select distinct on (account_id) account_id, seats as paid, mrr_minor / 100 as money
    from subscription_states where effective_at < $1::date
    order by account_id, effective_at desc, precedence desc, state_id desc
  )
  select account_id, paid, coalesce(people, 0), round(100.0 * coalesce(people, 0) / paid, 1)::float8, money
  from seats left join active using (account_id)
  where paid >= 5
  order by greatest(paid - coalesce(people, 0), 0) * money::float8 / paid desc, money desc, account_id limit 20`;

/** People of four months, events and errors of one account; the statement is prepared by its name. */
export function rollupOfOne(accountNo: number): Ask {
  return (db, day) => asRows(db, { name: 'rollup-of-one', text: ONE, values: [day, accountNo] });
}

const SNAPSHOT = `
  select day, facts, seats, health, computed_at, definition_id, definition_version, definition_hash
  from health_snapshots where account_id = $1 order by day desc, revision desc limit 1`;

/** The newest snapshot of an account as the driver has it; the statement is prepared by its name. */
export function bareSnapshot(db: pg.Pool | pg.PoolClient, accountNo: number): Promise<unknown> {
  return db.query({ name: 'bare-snapshot', text: SNAPSHOT, values: [accountNo] });
}

/** People of four months of every account. */
export const rollupWindows: Ask = (db, day) => asRows(db, { text: ALL_WINDOWS, values: [day] });

/** The twenty accounts that waste the most money on seats. */
export const rollupSeats: Ask = (db, day) => asRows(db, { text: SEATS, values: [day] });

async function asRows(
  db: pg.Pool | pg.PoolClient,
  query: { readonly name?: string; readonly text: string; readonly values: unknown[] },
): Promise<unknown[][]> {
  return (await db.query<unknown[]>({ ...query, rowMode: 'array' })).rows;
}
