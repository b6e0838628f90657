import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureEventPartitions } from '../../src/store/partitions.ts';
import { type Layout, readLayout, schemaProblems } from '../support/citus-rules.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const FILE = readFileSync(new URL('../../sql/citus/distribute.sql', import.meta.url), 'utf8');
const LAYOUT = readLayout(FILE);

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await ensureEventPartitions(database.pool, [new Date('2026-02-28T12:00:00Z')]);
});
afterAll(() => database.close());

/** The layout with one more table. */
function withTable(place: 'distributed' | 'reference' | 'local'): Layout {
  return { ...LAYOUT, places: new Map([...LAYOUT.places, ['planted', place]]) };
}

it('lays out the schema as Citus takes it', async () => {
  expect(await schemaProblems(database.pool, LAYOUT)).toEqual([]);
  expect(LAYOUT.places.get('events')).toBe('distributed');
});

describe('a planted violation is named', () => {
  afterEach(async () => {
    await database.pool.query('drop table if exists planted cascade');
    await database.pool.query('drop trigger if exists planted on contacts');
    await database.pool.query('drop index if exists planted_by_event');
    await database.pool.query('alter table outbox drop constraint if exists planted_fkey');
  });

  it.each<[string, string, Layout, string]>([
    [
      'a table that nothing is said of',
      'create table planted (account_id bigint primary key)',
      LAYOUT,
      'planted: nothing says where its rows are',
    ],
    [
      'a unique constraint without the account',
      'create table planted (account_id bigint, email text, primary key (account_id, email), unique (email))',
      withTable('distributed'),
      'planted: the unique index planted_email_key lacks account_id',
    ],
    [
      'an account that is only carried along in a unique index',
      `create table planted (account_id bigint, email text);
       create unique index planted_by_email on planted (email) include (account_id)`,
      withTable('distributed'),
      'planted: the unique index planted_by_email lacks account_id',
    ],
    [
      'a unique index of one week of events',
      'create unique index planted_by_event on events_20260223 (event_id)',
      LAYOUT,
      'events: the unique index planted_by_event lacks account_id',
    ],
    [
      'an exclusion without the account',
      'create table planted (account_id bigint primary key, days daterange, exclude using gist (days with &&))',
      withTable('distributed'),
      'planted: the unique index planted_days_excl lacks account_id',
    ],
    [
      'a foreign key without the account',
      `create table planted (account_id bigint primary key, other bigint references accounts)`,
      withTable('distributed'),
      'planted: planted_other_fkey does not join account_id to account_id',
    ],
    [
      'a foreign key whose account is in another place',
      `create table planted (account_id bigint, user_no bigint, primary key (account_id, user_no),
         foreign key (user_no, account_id) references planted (account_id, user_no))`,
      withTable('distributed'),
      'planted: planted_user_no_account_id_fkey does not join account_id to account_id',
    ],
    [
      'a foreign key that would change the account',
      'create table planted (account_id bigint primary key references accounts on delete set null)',
      withTable('distributed'),
      'planted: planted_account_id_fkey would change account_id',
    ],
    [
      'a foreign key from a local table to a distributed one',
      'create table planted (account_id bigint primary key references accounts)',
      withTable('local'),
      'planted: planted_account_id_fkey leads from a local table to a distributed one',
    ],
    [
      'a foreign key from a reference table to a distributed one',
      'create table planted (account_id bigint primary key references accounts)',
      withTable('reference'),
      'planted: planted_account_id_fkey leads from a reference table to a distributed one',
    ],
    [
      'a foreign key from a distributed table to a local one',
      'create table planted (account_id bigint primary key, key_id text references api_keys)',
      withTable('distributed'),
      'planted: planted_key_id_fkey leads from a distributed table to a local one',
    ],
    [
      'a trigger',
      'create trigger planted before update on contacts for each row execute function guard_seat_movements()',
      LAYOUT,
      'contacts: the trigger planted is not allowed',
    ],
    [
      'a trigger that is not dropped before',
      'select',
      { ...LAYOUT, dropped: new Set() },
      'seat_movements: the trigger seat_movements_append_only is not allowed',
    ],
    [
      'a counter that workers cannot share',
      'create table planted (account_id bigint primary key, n integer generated always as identity)',
      withTable('distributed'),
      'planted: the counter n is integer and not bigint',
    ],
    ['a table that is gone', 'select', withTable('local'), 'planted: there is no such table'],
  ])('%s', async (_, statement, layout, problem) => {
    await database.pool.query(statement);
    expect(await schemaProblems(database.pool, layout)).toEqual([problem]);
  });

  it.each([
    ['-- local: accounts\n', 'accounts: named more than once'],
    ["select create_distributed_table('planted', 'email');\n", 'planted: not spread by account_id with accounts'],
    ["select create_distributed_table('planted', 'account_id');\n", 'planted: not spread by account_id with accounts'],
  ])('in the file: %s', (line, problem) => {
    expect(readLayout(FILE + line).problems).toEqual([problem]);
  });
});
