import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportCsv, importCsv } from '../../src/ingest/csv/import-csv.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

describe('importing CSV', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  const run = (kind: string, content: string, options: Partial<ImportCsv> = {}) =>
    importCsv({
      ctx: testContext(database.pool, { timeZone: 'Europe/Berlin' }),
      kind,
      content,
      fileName: 'file.csv',
      ...options,
    });
  const rows = async (text: string) => (await database.pool.query(text)).rows;

  const ACCOUNTS = [
    '\ufeffCustomer ID;Name;Owner Email;Owner name;Renews on;Since;Colour',
    'acme;"Acme; Inc.";Dana@vendor.example;Dana;31-05-2026;01-02-2024;red',
    'globex;Globex;dana@vendor.example;;;;blue',
    ';Nobody;;;;;',
    'initech;Initech;not-an-address;;;;',
    'hooli;Hooli;;;2026-05-31;;',
    'umbrella;Umbrella',
    '',
  ].join('\r\n');
  const MAP = { 'Customer ID': 'account_id', Since: 'customer_since' };

  it('reads BOM, CRLF, semicolons, quotes, mapped columns and the given date format, and reports the rest', async () => {
    const report = await run('accounts', ACCOUNTS, { map: MAP, dateFormat: 'DD-MM-YYYY' });
    expect(report).toEqual({
      kind: 'accounts',
      file: 'file.csv',
      dryRun: false,
      rows: 6,
      accepted: 2,
      duplicates: 0,
      rejected: [
        { line: 4, column: 'Customer ID', reason: 'is empty' },
        { line: 5, column: 'Owner Email', reason: '"not-an-address" is no e-mail address' },
        {
          line: 6,
          column: 'Renews on',
          reason: '"2026-05-31" is no day of the form DD-MM-YYYY; name the form with --date-format',
        },
        { line: 7, column: null, reason: 'the row has 2 cells, the header 7' },
      ],
      rejectedRows: 4,
      ignoredColumns: ['Colour'],
      reading: {
        encoding: 'UTF-8',
        delimiter: ';',
        dateFormat: 'DD-MM-YYYY',
        decimal: null,
        columns: [
          { column: 'Customer ID', field: 'account_id' },
          { column: 'Since', field: 'customer_since' },
        ],
      },
      sharedIds: 0,
      allIdsCompared: true,
      newAccounts: 0,
      beforeStart: 0,
      afterEnd: 0,
    });
    expect(
      await rows(`select external_id, a.name, owner_email, o.name as owner, renews_on, customer_since
        from accounts a join owners o on o.email = owner_email order by 1`),
    ).toEqual([
      {
        external_id: 'acme',
        name: 'Acme; Inc.',
        owner_email: 'dana@vendor.example',
        owner: 'Dana',
        renews_on: '2026-05-31',
        customer_since: '2024-02-01',
      },
      {
        external_id: 'globex',
        name: 'Globex',
        owner_email: 'dana@vendor.example',
        owner: 'Dana',
        renews_on: null,
        customer_since: '2026-03-01',
      },
    ]);
  });

  it('stores nothing in a dry run, and finds the same faults', async () => {
    const content = 'account_id,name\nnew-one,New\n,Nobody\n';
    const report = await run('accounts', content, { dryRun: true });
    expect(report).toMatchObject({ dryRun: true, accepted: 1, rejected: [{ line: 3, column: 'account_id' }] });
    expect(await rows(`select from accounts where external_id = 'new-one'`)).toEqual([]);
  });

  const FILES: readonly (readonly [string, string])[] = [
    ['users', 'account_id,user_id,email,role,seat_assigned\nacme,u1,U1@acme.example,admin,yes\nacme,u2,,,no\n'],
    ['contacts', 'account_id,name,email,persona\nacme,Ada,ada@acme.example,key_contact\n'],
    [
      'events',
      'account_id,event,timestamp,user_id\nacme,login,2026-02-28T10:00:00Z,u1\nacme,login,2026-02-27 09:30,u2\n',
    ],
    ['subscriptions', 'account_id,effective_at,seats,mrr,currency,plan\nacme,2026-01-01,20,1000.50,eur,pro\n'],
    ['seats', 'account_id,effective_at,seats\nglobex,2026-01-01,5\nglobex,2026-02-01,8\n'],
    [
      'tickets',
      'account_id,ticket_id,opened_at,closed_at,priority\nacme,7,2026-02-01,2026-02-03,urgent\nacme,8,2026-02-02,,\n',
    ],
    ['nps', 'account_id,user_id,answered_at,score\nacme,u1,2026-02-01,9\n'],
    [
      'churn',
      'account_id,date,churned,lost_mrr,reason\nacme,2026-02-01,no,100.50,fewer seats\nglobex,2026-02-02,yes,,\n',
    ],
  ];

  it.each(FILES)('changes nothing when the same %s are imported again', async (kind, content) => {
    const count = content.trim().split('\n').length - 1;
    expect(await run(kind, content)).toMatchObject({ rows: count, accepted: count, duplicates: 0, rejected: [] });
    expect(await run(kind, content)).toMatchObject({ rows: count, accepted: 0, duplicates: count, rejected: [] });
  });

  it('reads days as local days, seats into the ledger and money exactly', async () => {
    expect(await rows(`select day, sum(events)::int as events from account_day group by day order by day`)).toEqual([
      { day: '2026-02-27', events: 1 },
      { day: '2026-02-28', events: 1 },
    ]);
    expect(await rows(`select occurred_at from events order by 1 limit 1`)).toEqual([
      { occurred_at: new Date('2026-02-27T08:30:00Z') },
    ]);
    expect(await rows('select kind, delta from seat_movements order by effective_at, delta')).toEqual([
      { kind: 'initial', delta: 5 },
      { kind: 'initial', delta: 20 },
      { kind: 'add', delta: 3 },
    ]);
    expect(await rows('select mrr_minor, currency from subscription_states where mrr_minor is not null')).toEqual([
      { mrr_minor: 100_050, currency: 'EUR' },
    ]);
  });

  it('takes events of twenty years, and refuses the times that a broken clock gives', async () => {
    const content =
      'account_id,event,timestamp,user_id\nold,login,2010-09-29T03:09:21Z,u1\nold,login,1970-01-01T00:00:00Z,u1\n';
    const report = await run('events', content);
    expect(report).toMatchObject({ accepted: 1, rejected: [{ line: 3, column: 'timestamp' }] });
    expect(report.rejected[0]?.reason).toBe('is more than 7305 days ago; such events are not kept');
    expect(await rows("select customer_since, first_event_on from accounts where external_id = 'old'")).toEqual([
      { customer_since: '2010-09-29', first_event_on: '2010-09-29' },
    ]);
  });

  it('counts lines through quoted line breaks, and names rows that are no CSV', async () => {
    const content = 'account_id,name\r\n\r\n"a","two\r\nlines"\r\n,Nobody\r\nb,B\r\nc,"broken"x\r\n';
    const report = await run('accounts', content, { dryRun: true });
    expect(report.rejected.map(({ line }) => line)).toEqual([5, 7]);
    expect(report.rejected[1]?.reason).toContain('after a closing quotation mark');
    expect(report).toMatchObject({ rows: 4, accepted: 2 });
  });

  it.each([
    [{ kind: 'parrots' }, /"parrots" cannot be imported; known are accounts, subscriptions/],
    [{ content: 'name\nx\n' }, /no column for account_id. Name the column that holds it: --map COLUMN=account_id/],
    [{ map: { Nope: 'name' } }, /--map Nope=name: the file has no column "Nope"/],
    [{ map: { name: 'title' } }, /have no field "title".\nFields of accounts: account_id \(needed\), name/],
    [{ dateFormat: 'DD-MM-YY' }, /--date-format DD-MM-YY: needs YYYY, MM and DD/],
    [{ content: '' }, /has no header line/],
  ] as const)('refuses %j as a whole, with the remedy', async (options, message) => {
    await expect(run('accounts', 'account_id,name\na,A\n', options)).rejects.toThrow(message);
  });
});
