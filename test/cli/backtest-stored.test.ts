import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storedLabels } from '../../src/app/backtest/stored-labels.ts';
import { backtestCommand, readBacktestArguments } from '../../src/cli/backtest.ts';
import { importCsv } from '../../src/ingest/csv/import-csv.ts';
import { execute } from '../../src/store/db.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

async function stored(kind: string, lines: readonly string[]): Promise<void> {
  const ctx = testContext(database.pool);
  const report = await importCsv({ ctx, kind, content: lines.join('\n'), fileName: 'x.csv' });
  expect(report.rejected).toEqual([]);
}

describe('labels out of stored losses', () => {
  it('are refused without any, with the remedy', async () => {
    await expect(storedLabels({ ctx: testContext(database.pool) })).rejects.toThrow(/import churn FILE.csv.*--labels/);
  });

  it('are of every account that was there on a first of a month, with what it lost in the 90 days after', async () => {
    const accounts = ['left,2025-01-01', 'stays,2025-01-01', 'less,2025-01-01', 'new,2025-11-01', 'before,2025-01-01'];
    await stored('accounts', ['account_id,customer_since', ...accounts]);
    await execute(
      database.pool,
      `insert into fx_rates (currency, reporting_currency, valid_from, rate) values ('EUR', 'USD', '2025-01-01', 1.5)`,
    );
    await stored('churn', [
      'account_id,date,churned,lost_mrr,currency',
      'before,2025-10-10,yes,,',
      'left,2026-01-30,yes,40,USD',
      'less,2025-11-01,no,10,USD',
      'less,2025-12-15,no,20,EUR',
      'less,2025-12-16,no,5,GBP',
    ]);
    const labels = await storedLabels({ ctx: testContext(database.pool) });
    // 90 days are over for October to December: 2025-12-01 and 90 days are 2026-03-01, the frozen day.
    const said = labels.map(({ accountId, churned, churnedOn, day, lostMrrMinor }) => {
      return [day, accountId, churned, churnedOn, lostMrrMinor];
    });
    expect(said).toEqual([
      ['2025-10-01', 'before', true, '2025-10-10', null],
      ['2025-10-01', 'left', false, null, null],
      ['2025-10-01', 'less', false, null, 4000],
      ['2025-10-01', 'stays', false, null, null],
      // Day 90 after the first of November is 30 January: a half-open window leaves it to December.
      ['2025-11-01', 'left', false, null, null],
      ['2025-11-01', 'less', false, null, 4000],
      ['2025-11-01', 'stays', false, null, null],
      ['2025-12-01', 'left', true, '2026-01-30', 4000],
      ['2025-12-01', 'less', false, null, 3000],
      ['2025-12-01', 'new', false, null, null],
      ['2025-12-01', 'stays', false, null, null],
    ]);
  });

  it('are judged by the command when no file is named', async () => {
    const lines = ['account_id,event,timestamp,user_id'];
    for (const account of ['left', 'stays', 'less']) {
      for (let ago = 0; ago < 90; ago++) {
        if (account === 'left' && ago < 40) continue;
        const at = new Date(Date.parse('2025-11-30T12:00:00Z') - ago * 86_400_000).toISOString();
        for (const user of ['u1', 'u2', 'u3']) lines.push(`${account},login,${at},${user}`);
      }
    }
    await stored('events', lines);
    const seats = ['left', 'stays', 'less'].map((account) => `${account},2025-01-01,4`);
    await stored('seats', ['account_id,effective_at,seats', ...seats]);
    const { io, said } = recordingIo();
    expect(await backtestCommand([], io, testContext(database.pool))).toBe(0);
    expect(said().out).toContain('Stored losses: ');
    expect(() => readBacktestArguments(['--labels', ''])).toThrow(/--labels: is empty/);
  });
});
