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
  const dynamic = STATEMENTS.find(({ file, text }) => file.endsWith('retention.ts') && text.startsWith('delete'));
  expect(dynamic?.text).toMatch(/^delete from \$0 where ctid/);
});

it('finds what Citus refuses where docs/scaling.md says that it is, and nowhere else', () => {
  const found = STATEMENTS.flatMap(({ file, text }) =>
    statementProblems(text, LAYOUT).map((problem) => `${file}: ${problem}`),
  );
  const page = readFileSync(new URL('docs/scaling.md', ROOT), 'utf8');
  const listed = [...page.matchAll(/^\| `(s[^`]+\.[a-z]+)` \| ([^|]+) \|/gm)].map(
    ([, file, what]) => `${file}: ${what?.trim()}`,
  );
  expect(listed.length).toBeGreaterThan(0);
  expect([...new Set(found)].sort()).toEqual([...new Set(listed)].sort());
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
    ['select 1 from accounts; select 2', 'holds more than one statement'],
  ])('%s', (text, problem) => {
    expect(statementProblems(text, LAYOUT)).toEqual([problem]);
  });

  it.each([
    'select * from outbox where state = $1 for update skip locked',
    'select * from accounts where account_id = $1 for update',
    'select j.job from accounts a join job_runs j on true for update of j',
    'insert into accounts (account_id) values ($1) on conflict (account_id) do update set updated_at = excluded.updated_at',
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
