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
  importCsv({ ctx: testContext(database.pool), kind, content: lines.join('\n'), fileName: 'x.csv', ...options });
const mrrOf = async (account: string) =>
  (
    await database.pool.query(
      `select mrr_minor, currency from subscription_states join account_keys using (account_id) where external_id = $1`,
      [account],
    )
  ).rows[0];

describe('amounts of a file', () => {
  it('take the decimal mark that the file shows, and say which', async () => {
    const lines = ['account_id;effective_at;mrr', 'comma;2026-01-01;1250,50', 'comma-2;2026-01-01;1,250'];
    expect(await run('subscriptions', lines)).toMatchObject({ accepted: 2, reading: { decimal: ',' } });
    expect([await mrrOf('comma'), await mrrOf('comma-2')]).toMatchObject([{ mrr_minor: 125_050 }, { mrr_minor: 125 }]);
  });

  it('are refused where a mark could mean either, and read when somebody says which', async () => {
    const lines = ['account_id;effective_at;mrr', 'either;2026-01-01;1.250', 'whole;2026-01-01;900'];
    expect(await run('subscriptions', lines)).toMatchObject({
      accepted: 1,
      reading: { decimal: null },
      rejected: [{ line: 2, column: 'mrr', reason: expect.stringMatching(/thousands or a fraction.*--decimal/) }],
    });
    expect(await run('subscriptions', lines, { decimal: '.' })).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(await mrrOf('either')).toMatchObject({ mrr_minor: 125 });
  });

  it('refuse a file that writes them in two ways, before anything is stored', async () => {
    const lines = ['account_id;effective_at;mrr', 'both;2026-01-01;12,50', 'both;2026-01-02;12.50'];
    await expect(run('subscriptions', lines)).rejects.toThrow(/"12,50" \(line 2\) and "12.50" \(line 3\).*--decimal/);
    expect(await mrrOf('both')).toBeUndefined();
    const said = await run('subscriptions', lines, { decimal: ',' });
    expect(said).toMatchObject({ accepted: 1, rejected: [{ line: 3 }] });
  });

  it.each([
    ['mrr', '100', '', 10_000],
    ['arr', '1000', '', 8333],
    ['arr', '1000.06', '', 8334],
    ['amount', '100', '8', 1250],
  ])('of %s %s over %s months are %s minor units a month', async (field, amount, months, minor) => {
    const account = `${field}-${amount}`;
    const lines = [`account_id,effective_at,${field},term_months`, `${account},2026-01-01,${amount},${months}`];
    expect(await run('subscriptions', lines)).toMatchObject({ accepted: 1 });
    expect(await mrrOf(account)).toEqual({ mrr_minor: minor, currency: 'USD' });
  });

  it('of a contract without a term are refused: nobody knows of how many months they are', async () => {
    const lines = ['Account ID,Close Date,Amount,CurrencyIsoCode', 'deal,2026-01-01,12000,EUR'];
    expect(await run('subscriptions', lines)).toMatchObject({
      accepted: 0,
      rejected: [{ column: 'Amount', reason: expect.stringContaining('of how many months?') }],
    });
    const monthly = await run('subscriptions', lines, { map: { Amount: 'arr' } });
    expect([monthly.accepted, await mrrOf('deal')]).toEqual([1, { mrr_minor: 100_000, currency: 'EUR' }]);
  });
});

describe('exports of a CRM', () => {
  it('give accounts with domains, days and states in their words', async () => {
    const accounts = [
      'Account ID,Account Name,Website,Owner Email,Renewal Date,Type',
      '001A,Acme,https://www.Acme.example/about?x=1,dana@vendor.example,3/1/2027,Customer',
      '001B,Bad,not a domain,dana@vendor.example,13/1/2027,Customer',
    ];
    expect(await run('accounts', accounts, { dateFormat: 'M/D/YYYY' })).toMatchObject({
      accepted: 1,
      ignoredColumns: ['Type'],
      rejected: [{ line: 3, column: 'Website', reason: '"not a domain" is no domain such as acme.example' }],
    });
    const { rows } = await database.pool.query(
      `select name, domain, renews_on from accounts where external_id = '001A'`,
    );
    expect(rows).toEqual([{ name: 'Acme', domain: 'acme.example', renews_on: '2027-03-01' }]);
    const contacts = [
      'Account ID,First Name,Last Name,Email,Buying Role',
      '001A,Ada,Lovelace,ada@acme.example,Decision Maker',
      '001A,,,bo@acme.example,Champion',
    ];
    expect(await run('contacts', contacts)).toMatchObject({
      accepted: 1,
      rejected: [{ line: 3, reason: expect.stringContaining('a contact needs a name') }],
    });
    const people = await database.pool.query('select name, persona from contacts');
    expect(people.rows).toEqual([{ name: 'Ada Lovelace', persona: 'exec' }]);
  });

  it('take churn in their words, and refuse what says nothing', async () => {
    const lines = [
      'AccountId,Churn Date,Churned,Churned MRR,Reason Code',
      '001A,2026-01-01,no,,x',
      '001A,2026-01-02,,,y',
    ];
    expect(await run('churn', lines)).toMatchObject({
      accepted: 1,
      rejected: [{ line: 2, column: 'Churned', reason: 'is false and no lost_mrr says what was lost' }],
    });
    // A later file corrects the day.
    const again = ['account_id,date,churned,lost_mrr', '001A,2026-01-02,no,10'];
    expect(await run('churn', again)).toMatchObject({ accepted: 1 });
    const { rows } = await database.pool.query('select churned, lost_mrr_minor, reason from losses');
    expect(rows).toEqual([{ churned: false, lost_mrr_minor: 1000, reason: null }]);
  });
});
