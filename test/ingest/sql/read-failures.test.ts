import { describe, expect, it } from 'vitest';
import { sqlStand } from '../../../src/app/sql/sql-findings.ts';
import { testContext } from '../../support/context.ts';
import { createTeamUsers, EVENTS, read, readOne, USERS, warehouse } from '../../support/sql-reads.ts';
import { ctx, ours, theirs, useTeamReads } from './team-reads.ts';

useTeamReads(createTeamUsers);

const query = (text: string) => ({ ...USERS, query: text });

describe('what a team has written', () => {
  it.each([
    [
      'a column that is not there',
      query('select id as user_id, changed from app_users'),
      /no column account_id; select it/,
    ],
    [
      'no watermark',
      query('select org as account_id, id as user_id from app_users'),
      /no column "changed", its watermark/,
    ],
    [
      'a watermark of another type',
      { ...query('select org as account_id, id as user_id, email as changed from app_users') },
      /"changed" of type text.*::timestamptz/,
    ],
    [
      'two columns of one name',
      query('select org as account_id, id as user_id, id as "User ID", changed from app_users'),
      /two columns "user_id"/,
    ],
    ['a time for numbers', { ...USERS, overlap: { seconds: 60 } }, /give "overlap" a number/],
    ['no table', query('select * from nowhere'), /the query is wrong.*nowhere/],
    [
      'a table that may not be read',
      query('select rolpassword as account_id, 1 as user_id, 2 as changed from pg_authid'),
      /may not read this.*GRANT|may not read this.*grant SELECT/,
    ],
    ['two statements', query('select 1; select 2'), /one SELECT that only reads|the query is wrong/],
    ['an open bracket', query('select 1) q; drop table app_users; --'), /the query is wrong \(syntax error/],
    [
      'a statement that writes',
      query(
        'with gone as (delete from app_users returning *) select org as account_id, id as user_id, changed from gone',
      ),
      /only reads/,
    ],
    [
      'a lock',
      query('select org as account_id, id as user_id, changed from app_users for update'),
      /only reading is allowed|may not read/,
    ],
    [
      'a slow query',
      query('select org as account_id, id as user_id, changed, pg_sleep(30) from app_users'),
      /took too long.*statement_timeout/,
    ],
    [
      'an end of its own transaction',
      query(
        "select set_config('transaction_read_only', 'off', false) as account_id, id as user_id, changed from app_users",
      ),
      /read-write mode|cannot set/,
    ],
  ])('is refused with its reason: %s', async (_what, wrong, reason) => {
    const source = { ...warehouse(wrong), statementTimeoutMs: 1000 };
    const report = await readOne(ctx, source, theirs.readerUrl);
    expect(report).toMatchObject({ outcome: 'failed', accepted: 0, error: expect.stringMatching(reason) });
    expect((await theirs.run('select * from app_users')).rowCount).toBe(3);
    const { findings } = await sqlStand(ctx, [source]);
    expect(findings.filter(({ state }) => state === 'problem').map(({ text }) => text)).toEqual([
      expect.stringContaining('users from warehouse: the query failed'),
    ]);
  });

  it('does not keep the other queries from being read, and is forgotten when it is corrected', async () => {
    const broken = warehouse(query('select broken'), EVENTS);
    expect((await read(ctx, broken, theirs.readerUrl))?.queries.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'ended',
    ]);
    const good = warehouse(USERS, EVENTS);
    expect((await read(ctx, good, theirs.readerUrl))?.queries.map(({ outcome }) => outcome)).toEqual([
      'ended',
      'ended',
    ]);
    expect((await sqlStand(ctx, [good])).findings.filter(({ state }) => state === 'problem')).toEqual([]);
  });

  it('stops to fit when a column vanishes, and goes on where it was when it is back', async () => {
    await readOne(ctx, warehouse(USERS), theirs.readerUrl);
    await theirs.run(`alter table app_users rename org to team`);
    expect(await readOne(ctx, warehouse(USERS), theirs.readerUrl)).toMatchObject({
      error: expect.stringContaining('org'),
    });
    await theirs.run(`alter table app_users rename team to org; insert into app_users values ('acme', 'dee', null, 9)`);
    expect(await readOne(ctx, warehouse(USERS), theirs.readerUrl)).toMatchObject({ rows: 4, accepted: 1 });
  });
});

describe('rows that cannot be stored', () => {
  it('are counted once, shown with their watermark, and stop nothing', async () => {
    for (const rejected of [2, 2]) {
      expect(await readOne(ctx, warehouse(USERS), theirs.readerUrl)).toMatchObject({ outcome: 'ended', rejected });
    }
    const { findings } = await sqlStand(ctx, [warehouse(USERS)]);
    expect(findings.map(({ state, text }) => `${state} ${text}`)).toEqual([
      expect.stringMatching(/^ok warehouse: the last was the read of 2026-03-01 06:00, every 15 min$/),
      expect.stringMatching(/^ok users from warehouse: read up to 3, 3 rows last, 6 in all$/),
      expect.stringMatching(
        /^note users from warehouse: 2 rows of the last 7 days were refused, such as ".*" \(at [23]\)$/,
      ),
    ]);
  });

  it('are kept as a sample, and for a month', async () => {
    await theirs.run(`insert into app_users select null, 'u' || i, null, 10 + i from generate_series(1, 250) i`);
    await readOne(ctx, warehouse(USERS), theirs.readerUrl);
    const kept = async () => (await ours.pool.query('select 1 from sql_rejected_rows')).rowCount;
    expect(await kept()).toBe(200);
    await theirs.run('delete from app_users where changed < 200');
    const later = testContext(ours.pool, { now: () => new Date('2026-04-01T06:00:00Z') });
    await readOne(later, warehouse(USERS), theirs.readerUrl);
    // The last rows are read again for the overlap.
    expect(await kept()).toBe(3);
  });

  it('are read again when they are corrected with a new watermark', async () => {
    await readOne(ctx, warehouse(USERS), theirs.readerUrl);
    await theirs.run(`update app_users set email = 'bob@acme.example', changed = 4 where id = 'bob'`);
    expect(await readOne(ctx, warehouse(USERS), theirs.readerUrl)).toMatchObject({ accepted: 1, rejected: 1 });
  });

  it('are cut out one by one when our database refuses them', async () => {
    await theirs.run(
      `insert into app_users values ('acme', repeat('x', 300), null, 5), ('acme', repeat('y', 5000), null, 6)`,
    );
    const { rejected, samples } = await readOne(ctx, warehouse(USERS), theirs.readerUrl);
    expect(rejected).toBe(4);
    expect(samples.map(({ reason }) => reason).slice(2)).toEqual([
      expect.stringContaining('user_id: has 300 bytes'),
      expect.stringContaining('has more than 4000 characters'),
    ]);
  });
});
