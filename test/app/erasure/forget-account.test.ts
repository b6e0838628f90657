import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { finishForgetting, forgetAccount } from '../../../src/app/erasure/forget-account.ts';
import { execute } from '../../../src/store/db.ts';
import { ERASURE, TABLES_OF_ACCOUNTS } from '../../../src/store/erasure/tables.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { ACCOUNT, dumpHits, ingestPerson, PERSON, plantAccount } from './canaries.ts';

let database: TestDatabase;
let ctx: Context;
let no: number;
beforeEach(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool);
  no = await plantAccount(ctx);
});
afterEach(() => database.close());

const forget = (accountId: string, erase = true) =>
  forgetAccount({ ctx, input: { accountId, erase, actor: 'cli:test' } });

async function rowsOf(accountNo: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of [...TABLES_OF_ACCOUNTS, 'accounts', 'account_keys']) {
    counts[table] =
      (await database.pool.query(`select from ${table} where account_id = $1`, [accountNo])).rowCount ?? 0;
  }
  return counts;
}

describe('forgetting an account', () => {
  it('leaves none of its rows, and nothing of its name and people anywhere', async () => {
    // The control: it has rows in every table, and its name stands elsewhere.
    expect(Object.entries(await rowsOf(no)).filter(([, rows]) => rows === 0)).toEqual([]);
    const other = await database.pool.query(`select count(*)::int as rows from outbox where payload::text ~ 'Canary'`);
    expect(other.rows).toEqual([{ rows: 2 }]);
    const report = await forget(ACCOUNT.id);
    expect(report).toMatchObject({ of: 'account', erased: true, again: false });
    expect(Object.entries(await rowsOf(no)).filter(([, rows]) => rows > 0)).toEqual([]);
    // What waits for an account that nobody knows is of no account.
    const left = await dumpHits(database.pool);
    expect(left.map((line) => line.slice(0, line.indexOf(':')))).toEqual(['waiting_signals']);
    expect(await dumpHits(database.pool, /Holdings|canary-(account|alias|holdings)|cus_canary/i)).toEqual([]);
  });

  it('leaves other accounts and people of the same name alone', async () => {
    const globex = await ingestPerson(ctx, 'globex');
    const before = await rowsOf(globex);
    await forget(ACCOUNT.id);
    expect(await rowsOf(globex)).toEqual(before);
    const { rows } = await database.pool.query(
      'select email from account_users where account_id = $1 and name is not null',
      [globex],
    );
    expect(rows).toEqual([{ email: PERSON.email }]);
  });

  it('says before what goes, and changes nothing then', async () => {
    const before = (await dumpHits(database.pool, /./)).sort();
    const planned = await forget(ACCOUNT.id, false);
    expect((await dumpHits(database.pool, /./)).sort()).toEqual(before);
    expect(planned).toMatchObject({ erased: false, rows: { accounts: 1, account_users: 2, events: 3, touches: 1 } });
    const done = await forget(ACCOUNT.id);
    for (const table of TABLES_OF_ACCOUNTS) expect([table, done.rows[table]]).toEqual([table, planned.rows[table]]);
  });

  it('keeps who did what, without what is told of the account', async () => {
    await forget(ACCOUNT.id);
    const { rows } = await database.pool.query('select actor, action, detail from audit_log where account_id = $1', [
      no,
    ]);
    expect(rows).toEqual([{ actor: 'U1', action: 'noted', detail: { erased: true } }]);
    const { rows: last } = await database.pool.query(
      `select account_id, detail from audit_log where action = 'account_forgotten'`,
    );
    expect(last).toMatchObject([{ account_id: null, detail: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) } }]);
  });

  it('goes on where it broke off: by being run again, and by the job', async () => {
    const globex = await ingestPerson(ctx, 'globex');
    await execute(
      database.pool,
      `create function fail() returns trigger language plpgsql as $$ begin raise 'broken'; end $$`,
    );
    await execute(database.pool, 'create trigger fail before delete on tickets for each row execute function fail()');
    await expect(forget(ACCOUNT.id)).rejects.toThrow('broken');
    await expect(forget('globex')).rejects.toThrow('broken');
    await execute(database.pool, 'drop trigger fail on tickets');
    expect(await forget(ACCOUNT.id)).toMatchObject({ again: true, rows: { tickets: 1, accounts: 1 } });
    expect(Object.values(await rowsOf(no)).every((rows) => rows === 0)).toBe(true);
    expect(await finishForgetting({ ctx })).toMatchObject({ tickets: 1, accounts: 1 });
    expect(Object.values(await rowsOf(globex)).every((rows) => rows === 0)).toBe(true);
    expect(await forget('globex')).toMatchObject({ again: true, rows: {} });
  });

  it('is refused for an unknown id, and for another case of one', async () => {
    await expect(forget('nobody')).rejects.toMatchObject({ code: 'not_found' });
    await expect(forget(ACCOUNT.id.toUpperCase())).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the rules of erasure', () => {
  it('keep what may not be changed otherwise', async () => {
    const change = (text: string) => execute(database.pool, text);
    await expect(change(`update audit_log set detail = '{}'`)).rejects.toThrow('only takes new rows');
    await expect(change('delete from audit_log')).rejects.toThrow('only takes new rows');
    await expect(change(`update seat_movements set note = ''`)).rejects.toThrow('append-only');
    const client = await database.pool.connect();
    try {
      await client.query(`select set_config('cs_pulse.forget', 'on', false)`);
      await expect(client.query(`update audit_log set actor = 'x'`)).rejects.toThrow('only takes new rows');
      await expect(client.query('update seat_movements set delta = 9')).rejects.toThrow('append-only');
      await client.query(`select set_config('cs_pulse.audit_until', '2999-01-01', false)`);
      await expect(client.query('delete from audit_log')).rejects.toThrow('only takes new rows');
    } finally {
      client.release(true);
    }
  });

  it('name every table and every column of the database that can hold a text', async () => {
    const { rows } = await database.pool.query<{ table: string; column: string; kind: string }>(
      `select c.relname as table, a.attname as column, t.typname as kind from pg_attribute a
       join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and a.attnum > 0 and not a.attisdropped`,
    );
    expect(missing(rows, ERASURE)).toEqual([]);
    // The control: a new table, a new column and a column that is gone are noticed.
    const { touches, ...fewer } = ERASURE;
    expect(missing(rows, fewer)).toContain('touches: no rule says what forgetting does');
    expect(missing([...rows, { table: 'tickets', column: 'requester', kind: 'text' }], ERASURE)).toEqual([
      'tickets.requester: no rule',
    ]);
    expect(missing(rows, { ...ERASURE, touches: { ...touches, person: ['gone'] } })).toEqual([
      'touches.gone: is not there',
    ]);
    expect(missing(rows, { ...ERASURE, touches: { ...touches, ofAccount: 'none' } })).toEqual([
      'touches: has account_id and is of no account',
    ]);
  });
});

const TEXTUAL = new Set(['text', '_text', 'jsonb', 'json', 'bytea', 'varchar', 'uuid', 'name', 'citext']);

/** What the rules leave open, or name in vain. */
function missing(
  columns: readonly { readonly table: string; readonly column: string; readonly kind: string }[],
  rules: Readonly<Record<string, (typeof ERASURE)[keyof typeof ERASURE] | object>>,
): string[] {
  const problems: string[] = [];
  for (const table of new Set(columns.map((row) => row.table))) {
    const rule = rules[table];
    if (rule === undefined) {
      problems.push(`${table}: no rule says what forgetting does`);
      continue;
    }
    const {
      kept = {},
      ofAccount,
      person = [],
      words = {},
    } = rule as {
      ofAccount: string;
      person?: readonly string[];
      words?: object;
      kept?: Readonly<Record<string, readonly string[]>>;
    };
    const own = columns.filter((row) => row.table === table);
    const named = [...person, ...Object.keys(words), ...Object.values(kept).flat()];
    for (const { column, kind } of own) {
      if (TEXTUAL.has(kind) && !named.includes(column)) problems.push(`${table}.${column}: no rule`);
      if (column === 'account_id' && ofAccount === 'none' && table !== 'tombstones') {
        problems.push(`${table}: has account_id and is of no account`);
      }
    }
    for (const column of named)
      if (!own.some((row) => row.column === column)) problems.push(`${table}.${column}: is not there`);
  }
  return problems;
}
