import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCommand, readImportArguments } from '../../src/cli/import.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { insertAccount } from '../support/portfolio.ts';
import { recordingIo } from '../support/recording-io.ts';

const HEADER = 'Account ID,item,kind,delta,effective_at,actor,note,key,corrects';
let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  const movements = [{ at: new Date('2026-01-01T00:00:00Z'), delta: 10 }];
  await insertAccount(database.pool, '2026-03-01', { accountId: 'acme', customerSince: '2026-01-01', movements });
});
afterAll(() => database.close());

async function run(lines: readonly string[]) {
  const { io, said } = recordingIo({ stdin: async () => [HEADER, ...lines].join('\n') });
  const code = await importCommand(['seats', '-', '--movements', '--json'], io, testContext(database.pool));
  return { code, report: JSON.parse(said().out) };
}

describe('cs-pulse import seats --movements', () => {
  const GOOD = [
    'acme,item,remove,-2,2026-02-01,dana,Agreed by phone,case-1,',
    'acme,item,correction,1,2026-02-01,dana,Only one,case-2,manual:case-1',
  ];

  it('records each row once', async () => {
    const first = await run(GOOD);
    expect(first).toMatchObject({ code: 0, report: { rows: 2, accepted: 2, duplicates: 0, rejected: [] } });
    expect(await run(GOOD)).toMatchObject({ code: 0, report: { accepted: 0, duplicates: 2 } });
    const { rows } = await database.pool.query(
      `select delta, actor from seat_movements where source = 'manual' order by 1`,
    );
    expect(rows).toEqual([
      { delta: -2, actor: 'dana' },
      { delta: 1, actor: 'dana' },
    ]);
  });

  it('names line, column and reason of what it refuses, and records the rest', async () => {
    const { code, report } = await run([
      'acme,item,remove,two,2026-02-01,dana,x,bad-1,',
      'acme,item,remove,-90,2026-02-01,dana,x,bad-2,',
      'nobody,item,add,1,2026-02-01,dana,x,bad-3,',
      'acme,item,swap,1,2026-02-01,dana,x,bad-4,',
      'acme,item,correction,1,2026-02-02,dana,x,bad-5,manual:case-1',
      'acme,item,add,+3,2026-02-10,dana,x,case-3,',
    ]);
    expect([code, report.accepted]).toEqual([1, 1]);
    expect(report.rejected.map((row: { line: number; column: string }) => [row.line, row.column])).toEqual([
      [2, 'delta'],
      [3, 'delta'],
      [4, 'Account ID'],
      [5, 'kind'],
      [6, 'effective_at'],
    ]);
  });

  it.each([[['users', 'x.csv', '--movements']], [['seats', 'x.csv', '--movements', '--dry-run']]])(
    'refuses %j',
    (argv) => {
      expect(() => readImportArguments(argv)).toThrow(/^--movements: /);
    },
  );
});
