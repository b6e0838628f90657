import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLayout } from '../support/citus-rules.ts';
import { statementProblems } from '../support/citus-statements.ts';
import { literalsIn, statementsInSource } from '../support/sql-in-source.ts';

const ROOT = new URL('../../', import.meta.url);
const LAYOUT = readLayout(readFileSync(new URL('sql/citus/distribute.sql', ROOT), 'utf8'));
const STATEMENTS = statementsInSource();

it('reads the statements of the product', () => {
  expect(STATEMENTS.length).toBeGreaterThan(250);
  expect(new Set(STATEMENTS.map(({ file }) => file)).size).toBeGreaterThan(100);
  const dynamic = STATEMENTS.find(
    ({ file, text }) => file.endsWith('retention.ts') && text.startsWith('delete from $'),
  );
  expect(dynamic?.text).toMatch(/^delete from \$0 where account_id >=/);
});

it('finds nothing that Citus refuses', () => {
  const found = STATEMENTS.flatMap(({ file, text }) =>
    statementProblems(text, LAYOUT).map((problem) => `${file}: ${problem}`),
  );
  expect(found).toEqual([]);
});

describe('a planted statement', () => {
  it.each([
    ['select * from accounts where owner_email = $1 for update', 'locks rows for change in several shards'],
    [
      'select a.account_id from job_runs j join accounts a using (account_id) for update of a',
      'locks rows for change in several shards',
    ],
    [
      'insert into accounts (account_id) values ($1) on conflict (account_id) do update set updated_at = now()',
      'calls a function that is not immutable in "do update set"',
    ],
    [
      'update accounts set created_at = clock_timestamp() where account_id = $1',
      'calls a volatile function in a change',
    ],
    ['update contacts set name = $2, account_id = $1 where contact_id = $3', 'changes account_id'],
    [
      'merge into accounts a using (values (1)) v (id) on a.account_id = v.id when matched then delete',
      'is of a kind that Citus has not got',
    ],
    ['select plan, count(*) from accounts group by grouping sets ((plan), ())', 'is of a kind that Citus has not got'],
    ['with recursive r as (select 1) select * from r join accounts on true', 'is of a kind that Citus has not got'],
    ['delete from $0 where ctid = any ($1)', 'finds rows of several shards by their place'],
    [
      'select * from unnest($1::text[]) w (id) cross join lateral (select * from accounts where external_id = w.id limit 1) a',
      'looks up each by itself',
    ],
    [
      `with few as (select account_id from outreach order by sent_at limit 5)
       select * from few f cross join lateral (select * from episodes e where e.account_id = f.account_id limit 1) x`,
      'looks up each by itself',
    ],
    [
      `select * from accounts a cross join unnest($1::date[]) d (day) cross join lateral (
         select * from health_snapshots s where s.account_id = a.account_id and s.day = d.day limit 1) x`,
      'looks up each by itself',
    ],
    [
      'select account_id, exists (select from source_watermarks) from accounts',
      'takes no column of what is not distributed',
    ],
    [
      'delete from job_runs j where exists (select from accounts a where a.plan = j.job)',
      'changes what is not distributed by what is',
    ],
    ['select 1 from accounts; select 2', 'holds more than one statement'],
  ])('%s', (text, problem) => {
    expect(statementProblems(text, LAYOUT)).toEqual([problem]);
  });

  it.each([
    'select * from outbox where state = $1 for update skip locked',
    'select * from accounts where account_id = $1 for update',
    'select j.job from accounts a join job_runs j on true for update of j',
    'insert into accounts (account_id) values ($1) on conflict (account_id) do update set updated_at = excluded.updated_at',
    `select * from unnest($1::text[]) w (id) join account_keys k on k.external_id = w.id
     join accounts a on a.account_id = k.account_id
     cross join lateral (select * from health_snapshots s where s.account_id = a.account_id limit 1) x`,
    `with people as (select account_id, user_no from account_users)
     select * from people p
     left join lateral (select * from account_day d where d.account_id = p.account_id limit 1) x on true`,
    `select ';', now() from accounts -- for update`,
    'update outbox set state = now() where ctid = $1',
  ])('is let through: %s', (text) => {
    expect(statementProblems(text, LAYOUT)).toEqual([]);
  });
});

it('reads texts within the gaps of others', () => {
  const source = "const a = `select ${list.map((x) => `inner ${x}`).join('; ')} from t`; // `no`\nconst b = 'two';";
  expect(literalsIn(source)).toEqual(['inner $0', '; ', 'select $0 from t', 'two']);
});
