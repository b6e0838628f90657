import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportCsv, importCsv } from '../../../src/ingest/csv/import-csv.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

const run = (kind: string, lines: readonly string[], options: Partial<ImportCsv> = {}) =>
  importCsv({
    ctx: testContext(database.pool, { timeZone: 'Europe/Berlin' }),
    kind,
    content: lines.join('\n'),
    fileName: 'file.csv',
    ...options,
  });
const rows = async (text: string) => (await database.pool.query(text)).rows;

describe('rows that do not fit', () => {
  const EVENTS = [
    'account_id,event,timestamp,user_id,message_id',
    'twice,login,2026-02-10T09:00:00Z,u1,m1',
    'twice,report,2026-02-10T10:00:00Z,u2,m1',
    'twice,login,2026-02-10T09:00:00Z,u1,m1',
    'twice,login,2026-02-11T09:00:00Z,u1,m2',
  ];
  it('keeps events that share an id and differ, in any order of the rows, and says so', async () => {
    const first = await run('events', EVENTS);
    expect(first).toMatchObject({ rows: 4, accepted: 3, duplicates: 1, sharedIds: 1, rejected: [], newAccounts: 1 });
    const [header = '', ...others] = EVENTS;
    expect(await run('events', [header, ...others.reverse()])).toMatchObject({ accepted: 0, duplicates: 4 });
    expect(
      await rows(`select day, sum(events)::int as events from account_day join account_keys using (account_id)
        where external_id = 'twice' group by day order by day`),
    ).toEqual([
      { day: '2026-02-10', events: 2 },
      { day: '2026-02-11', events: 1 },
    ]);
  });

  it('says when other things share an id and differ', async () => {
    const users = ['account_id,user_id,name', 'shared,u1,Ada', 'shared,u1,Ada L.', 'shared,u2,Bo', 'shared,u2,Bo'];
    expect(await run('users', users)).toMatchObject({ sharedIds: 1 });
    expect(await rows(`select name from account_users where name like 'Ada%'`)).toEqual([{ name: 'Ada L.' }]);
    const seats = ['account_id,effective_at,seats', 'shared,2026-01-01,5', 'shared,2026-01-01,6'];
    expect(await run('seats', seats)).toMatchObject({ sharedIds: 1, accepted: 2 });
  });

  it('keeps and counts rows from before an account came and after it left', async () => {
    await run('accounts', ['account_id,customer_since', 'gone,2025-01-01']);
    const ends = [
      'account_id,date,churned,lost_mrr,reason',
      'gone,2026-01-31,yes,500,price',
      'gone,2025-06-30,no,99.50,',
    ];
    expect(await run('churn', ends)).toMatchObject({ accepted: 2, newAccounts: 0, beforeStart: 0, afterEnd: 0 });
    const events = [
      'account_id,event,timestamp,user_id',
      // 2024-12-31 23:30 UTC is the first of January in Berlin.
      'gone,login,2024-12-31T22:30:00Z,u1',
      'gone,login,2024-12-31T23:30:00Z,u1',
      'gone,login,2026-01-31T22:30:00Z,u1',
      'gone,login,2026-01-31T23:30:00Z,u1',
      'gone,login,2026-02-20T12:00:00Z,u1',
    ];
    expect(await run('events', events, { dryRun: true })).toMatchObject({ accepted: 5, beforeStart: 1, afterEnd: 2 });
    expect(await run('events', events)).toMatchObject({ accepted: 5, beforeStart: 1, afterEnd: 2, newAccounts: 0 });
    expect(await run('events', events)).toMatchObject({ duplicates: 5, beforeStart: 1, afterEnd: 2 });
    expect(
      await rows(`select lost_on, churned, lost_mrr_minor, currency, reason from losses order by lost_on`),
    ).toEqual([
      { lost_on: '2025-06-30', churned: false, lost_mrr_minor: 9950, currency: 'USD', reason: null },
      { lost_on: '2026-01-31', churned: true, lost_mrr_minor: 50_000, currency: 'USD', reason: 'price' },
    ]);
  });

  it('counts an account once that rows of several batches name', async () => {
    const times = Array.from({ length: 15_000 }, (_, at) => new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString());
    const events = ['account_id,event,timestamp,user_id', ...times.map((at) => `many-rows,login,${at},u1`)];
    expect(await run('events', events, { dryRun: true })).toMatchObject({ accepted: 15_000, newAccounts: 1 });
    expect(await run('events', events)).toMatchObject({ accepted: 15_000, newAccounts: 1 });
  });

  it('does not take an account that lost revenue for one that left', async () => {
    await run('churn', ['account_id,date,lost_mrr', 'smaller,2025-06-30,100']);
    const events = ['account_id,event,timestamp,user_id', 'smaller,login,2025-07-01T12:00:00Z,u1'];
    expect(await run('events', events)).toMatchObject({ accepted: 1, afterEnd: 0 });
  });

  it('takes the end of the last subscription for the day on which an account left', async () => {
    const states = ['account_id,effective_at,status,seats', 'ended,2025-01-01,active,5', 'ended,2025-12-31,canceled,0'];
    await run('subscriptions', states);
    const tickets = ['account_id,ticket_id,opened_at', 'ended,1,2025-12-31', 'ended,2,2026-01-01'];
    expect(await run('tickets', tickets)).toMatchObject({ accepted: 2, afterEnd: 1 });
  });

  it('makes accounts that rows only name, and says how many', async () => {
    const contacts = [
      'account_id,name,persona',
      'orphan-1,Ada,admin',
      'orphan-2,Bo,exec',
      'orphan-1,Cy,exec',
      ',Dee,exec',
    ];
    expect(await run('contacts', contacts, { dryRun: true })).toMatchObject({ newAccounts: 2, rejectedRows: 1 });
    expect(await rows(`select from accounts where external_id like 'orphan-%'`)).toEqual([]);
    expect(await run('contacts', contacts)).toMatchObject({ newAccounts: 2, rejectedRows: 1 });
    expect(await run('contacts', contacts)).toMatchObject({ newAccounts: 0 });
    expect(await rows(`select name from accounts where external_id like 'orphan-%' order by 1`)).toHaveLength(2);
  });

  it.each([
    ['events', 'account_id,event,timestamp', 'a,login,2026-03-03T00:00:00Z', 'timestamp'],
    ['tickets', 'account_id,ticket_id,opened_at,closed_at', 'a,1,2026-02-01,2027-02-01', 'closed_at'],
    ['nps', 'account_id,user_id,answered_at,score', 'a,u,2027-01-01,9', 'answered_at'],
    ['seats', 'account_id,effective_at,seats', 'a,2027-01-01,9', 'effective_at'],
    ['accounts', 'account_id,customer_since', 'a,2027-01-01', 'customer_since'],
    ['churn', 'account_id,date', 'a,2026-03-09', 'date'],
  ])('refuses a row of %s from the future, by its column', async (kind, header, row, column) => {
    const report = await run(kind, [header, row]);
    expect(report).toMatchObject({ accepted: 0, rejected: [{ line: 2, column }] });
    expect(report.rejected[0]?.reason).toMatch(/^202[67]-\d\d-\d\d is in the future; check the date/);
  });

  it('takes renewals that lie ahead', async () => {
    expect(await run('accounts', ['account_id,renews_on', 'twice,2027-01-01'])).toMatchObject({ rejectedRows: 0 });
    const state = ['account_id,effective_at,seats,renews_at', 'twice,2026-01-01,5,2027-01-01'];
    expect(await run('subscriptions', state)).toMatchObject({ rejectedRows: 0 });
  });
});
