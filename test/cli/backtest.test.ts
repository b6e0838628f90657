import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backtestCommand } from '../../src/cli/backtest.ts';
import { importCsv } from '../../src/ingest/csv/import-csv.ts';
import { execute } from '../../src/store/db.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';

const DAY_MS = 86_400_000;
const CUT = Date.parse('2025-07-01T00:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  const ctx = testContext(database.pool);
  // Ten accounts of four people: three stop a month before the cut-off, and everybody is busy again after it.
  const lines = ['account_id,event,timestamp,user_id'];
  for (let account = 0; account < 10; account++) {
    for (let ago = 120; ago > -40; ago--) {
      if (account < 3 && ago > 0 && ago <= 30) continue;
      const at = new Date(CUT - ago * DAY_MS + 3_600_000).toISOString();
      for (let person = 0; person < 4; person++) lines.push(`acct-${account},login,${at},u${person}`);
    }
  }
  const seats = Array.from({ length: 10 }, (_, account) => `acct-${account},2025-01-01,5`);
  for (const [kind, content] of [
    ['events', lines.join('\n')],
    ['seats', ['account_id,effective_at,seats', ...seats].join('\n')],
  ] as const) {
    expect((await importCsv({ ctx, kind, content, fileName: 'file.csv' })).rejected).toEqual([]);
  }
});
afterAll(() => database.close());

async function run(labels: string, argv: readonly string[] = []) {
  const { io, said } = recordingIo({ stdin: async () => labels });
  const code = await backtestCommand(['--labels', '-', ...argv], io, testContext(database.pool));
  return { code, ...said() };
}

const labelsOf = (churned: (account: number) => string, column = 'churned'): string =>
  [`account,date,${column}`, ...Array.from({ length: 10 }, (_, no) => `acct-${no},2025-07-01,${churned(no)}`)].join(
    '\n',
  );
const TRUE_LABELS = labelsOf((account) => (account < 3 ? '1' : '0'));

interface Report {
  readonly judged: number;
  readonly churned: number;
  readonly left_out: Readonly<Record<string, number>>;
  readonly stated_facts: readonly { readonly fact: string; readonly rows: number; readonly different: number }[];
  readonly rankings: readonly { readonly ranking: string; readonly auc: string; readonly auc_95: unknown }[];
  readonly bands: readonly { readonly band: string; readonly rows: number; readonly churned: number }[];
}

async function json(labels: string, argv: readonly string[] = []): Promise<Report> {
  return JSON.parse((await run(labels, ['--json', ...argv])).out);
}

describe('cs-pulse backtest', () => {
  it('ranks accounts by what was stored before the day, whatever happened after it', async () => {
    const report = await json(TRUE_LABELS);
    expect(report).toMatchObject({ judged: 10, churned: 3 });
    expect(report.rankings.map(({ ranking, auc }) => [ranking, auc])).toEqual(
      ['score', 'base', 'classic', 'volume', 'recency', 'active_weeks', 'utilization'].map((name) => [
        name,
        '1.000000',
      ]),
    );
    expect(report.bands.find(({ band }) => band === 'CRITICAL')).toEqual({ band: 'CRITICAL', rows: 3, churned: 3 });
  });

  it('says in words what it says in JSON, and that labels turned round are found wrong', async () => {
    const { code, out } = await run(TRUE_LABELS);
    expect(code).toBe(0);
    expect(out).toContain('10 of 10 labels judged: 10 accounts on 1 days, 3 churned (30.0 %)');
    expect(out).toMatch(/score, with caps \(shown\) +10 1\.000 \[1\.000, 1\.000\]/);
    expect(out).toContain('CRITICAL 3 of 3 (100.0 %)');
    expect(out).toMatch(/so many days before \(as are \d+\.0 % of all rows\)\n {3}0 days: 3 of 3 accounts/);
    expect((await json(labelsOf((account) => (account < 3 ? '0' : '1')))).rankings[0]?.auc).toBe('0.000000');
  });

  it('reads the columns of other files and compares the facts that they state', async () => {
    const rows = ['snapshot_utc,account,seats_365d,active_users_30d,days_since_last,churned_next_90d'];
    rows.push('2025-07-01T00:00:00Z,acct-0,5,0,30.9,1', '2025-07-01T00:00:00Z,acct-5,6,4,0.1,0');
    const { stated_facts } = await json(rows.join('\n'));
    expect(stated_facts).toEqual([
      { fact: 'paid_seats', rows: 2, different: 1 },
      { fact: 'active_users_30d', rows: 2, different: 0 },
    ]);
  });

  it('takes a lost tenth of the revenue for a churn, and leaves out who had given notice', async () => {
    const content = [
      'account_id,effective_at,mrr,cancel_at_period_end',
      'acct-4,2025-02-01,1000,',
      'acct-5,2025-02-01,1000,',
      'acct-6,2025-02-01,1000,yes',
    ].join('\n');
    await importCsv({ ctx: testContext(database.pool), kind: 'subscriptions', content, fileName: 'file.csv' });
    const lost = [
      'account,date,lost_mrr',
      'acct-4,2025-07-01,100',
      'acct-5,2025-07-01,99.99',
      'acct-6,2025-07-01,1000',
    ];
    const report = await json([...lost, 'nobody,2025-07-01,1', 'acct-7,2025-03-05,0'].join('\n'));
    expect(report).toMatchObject({ judged: 2, churned: 1 });
    expect(report.left_out).toEqual({ unknown_account: 1, notice_given: 1, excluded: 0, not_scored: 1 });
  });

  it('does not let what was written down after the outcome into the past', async () => {
    const before = await json(TRUE_LABELS);
    await execute(
      database.pool,
      `update accounts set excluded_reason = 'cancelled', renews_on = '2025-07-20' where external_id = 'acct-0'`,
    );
    await execute(
      database.pool,
      `insert into contacts (account_id, contact_id, name, persona, user_external_id)
       select account_id, 'k', 'Kim', 'key_contact', 'u0' from accounts`,
    );
    await execute(
      database.pool,
      `insert into source_watermarks select 'late', kind, now(), now(), 1 from unnest(array['errors', 'tickets']) kind`,
    );
    expect(await json(TRUE_LABELS)).toEqual(before);
  });

  it.each([
    ['account,date\na,2025-07-01', /columns account, date\. A label file has the columns account, date and churned/],
    ['account,date,churned\nacct-1,2025-13-01,1', /line 2: date: "2025-13-01" is neither a time with an offset/],
    ['account,date,churned\nacct-1,2025-07-01,', /line 2: churned: is empty, and so is lost_mrr/],
    ['account,date,churned\na,2025-07-01,1\na,2025-07-01,0', /line 3: a has two labels on 2025-07-01/],
    ['account,date,churned\n', /has no labels/],
    ['account,date,churned\nacct-1,2027-01-01,1', /labels: 2027-01-01 has not begun/],
    ['account,date,churned\nnobody,2025-07-01,1', /none of 1 can be judged \(unknown account: 1\)/],
  ])('refuses %j with the remedy', async (labels, message) => {
    await expect(run(labels)).rejects.toThrow(message);
  });

  it('refuses options that are no numbers', async () => {
    await expect(run(TRUE_LABELS, ['--calls', 'many'])).rejects.toThrow(/--calls: many is no whole number from 1/);
    await expect(run(TRUE_LABELS, ['--calls', '0'])).rejects.toThrow(/--calls: 0/);
  });
});
