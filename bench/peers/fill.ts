import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { ClickHouse } from './clickhouse.ts';

// Raw events, and the seats and money that the recipes send as events. A second apart, so that one is the newest.
const EVENTS = `
  select e.account_id, e.user_no, case when e.kind = 1 then '$exception' else n.name end, e.event_id,
    extract(epoch from e.occurred_at)::bigint, 0, 0
  from events e join event_names n using (name_id)
  union all
  select account_id, 0, 'seat_count_set', gen_random_uuid(),
    extract(epoch from effective_at)::bigint + row_number() over (partition by account_id order by effective_at, state_id),
    seats, mrr_minor / 100
  from subscription_states`;

const COLUMNS =
  'account_id UInt32, user_no UInt32, event LowCardinality(String), uuid UUID, ts DateTime, seats UInt32, mrr UInt32';

const MAPPED = `create table mapped (${COLUMNS}) engine = MergeTree order by (account_id, ts)`;

/** Ids as the sources send them. */
const TYPED = `create table typed (account_id LowCardinality(String), user_id String, event LowCardinality(String),
  uuid UUID, ts DateTime, seats UInt32, mrr UInt32) engine = MergeTree order by (account_id, ts)`;

const FILL_TYPED = `insert into typed
  select concat('acct_', toString(account_id)), concat('user_', toString(user_no)), event, uuid, ts, seats, mrr
  from mapped`;

/** PostHog's own layout: what an event says of its account is in a JSON text. */
const JSON_FORM = `create table recipe (team_id Int64, uuid UUID, event String, distinct_id String,
  timestamp DateTime64(6, 'UTC'), properties String codec(ZSTD(3)))
  engine = MergeTree partition by toYYYYMM(timestamp)
  order by (team_id, toDate(timestamp), event, cityHash64(distinct_id), cityHash64(uuid))`;

const FILL_JSON = `insert into recipe
  select 1, uuid, event,
    if(event = 'seat_count_set', concat('acct_', toString(account_id)),
      concat('acct_', toString(account_id), '/user_', toString(user_no))),
    toDateTime64(ts, 6, 'UTC'),
    if(event = 'seat_count_set',
      concat('{"account_id":"acct_', toString(account_id), '","seat_count":', toString(seats), ',"mrr":', toString(mrr), '}'),
      concat('{"account_id":"acct_', toString(account_id), '","$lib":"web","$current_url":"https://app.example/a/',
        toString(account_id), '/', event, '","plan":"team"}'))
  from mapped`;

const TABLES = ['mapped', 'typed', 'recipe'];

/** Fills all forms from the product's raw events; once filled they stay. */
export async function fillClickHouse(
  clickHouse: ClickHouse,
  pool: pg.Pool,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  clickHouse.run('create table if not exists filled (at DateTime) engine = MergeTree order by at');
  if (clickHouse.run('select count() from filled').trim() !== '0') return;
  for (const table of TABLES) clickHouse.run(`drop table if exists ${table}`);
  const file = join(folder, 'events.csv');
  await exportTo(pool, file);
  clickHouse.run(MAPPED);
  clickHouse.run(`insert into mapped select * from file('${file}', 'CSV', '${COLUMNS}')`);
  await rm(file);
  for (const text of [TYPED, FILL_TYPED, JSON_FORM, FILL_JSON]) clickHouse.run(text);
  for (const table of TABLES) clickHouse.run(`optimize table ${table} final`);
  clickHouse.run('insert into filled values (now())');
  say('ClickHouse has the same events');
}

async function exportTo(pool: pg.Pool, file: string): Promise<void> {
  const client = await pool.connect();
  try {
    await pipeline(client.query(copyTo(`copy (${EVENTS}) to stdout (format csv)`)), createWriteStream(file));
  } finally {
    client.release();
  }
}
