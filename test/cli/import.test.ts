import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCommand, readImportArguments } from '../../src/cli/import.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { recordingIo } from '../support/recording-io.ts';

const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-import-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

function saved(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function run(argv: string[], io: Partial<CliIo> = {}) {
  const recording = recordingIo(io);
  const code = await importCommand(argv, recording.io, testContext(database.pool));
  return { code, ...recording.said() };
}

const BAD = [
  'Customer ID;name;renews_on;owner_email',
  'acme;"=HYPERLINK(""x"")";2026-05-01;dana@vendor.example',
  '@evil;"=1+1; x";31.12.2026;dana@vendor.example',
  '"open;b;;',
  'short;row',
].join('\n');
const MAP = ['--map', 'Customer ID=account_id'];

describe('cs-pulse import', () => {
  it('writes rejected rows with line, column and reason, as cells that no spreadsheet runs', async () => {
    const file = saved('bad.csv', BAD);
    const rejected = join(folder, 'rejected.csv');
    const { code, out } = await run(['accounts', file, ...MAP, '--rejected', rejected]);
    expect(code).toBe(1);
    expect(out).toContain('1 stored, 0 unchanged, 3 rejected');
    expect(out).toContain('read as UTF-8, separated by semicolon, days as YYYY-MM-DD');
    expect(out).toContain('"Customer ID" as account_id');
    expect(out).toContain(`rejected rows are in ${rejected}`);
    expect(readFileSync(rejected, 'utf8').split('\r\n')).toEqual([
      'rejected_line,rejected_column,rejected_reason,Customer ID,name,renews_on,owner_email',
      `3,renews_on,"""31.12.2026"" is no day of the form YYYY-MM-DD; name the form with --date-format",'@evil,'=1+1; x,31.12.2026,dana@vendor.example`,
      '4,,the row has a quotation mark that is not closed,"""open;b;;"',
      '5,,"the row has 2 cells, the header 4",short,row',
      '',
    ]);
    expect(statSync(rejected).mode & 0o777).toBe(0o600);
    expect(existsSync(`${rejected}.partial`)).toBe(false);
  });

  it('takes the file of rejected rows again when it is mended', async () => {
    const mended = readFileSync(join(folder, 'rejected.csv'), 'utf8')
      .replace(',31.12.2026,', ',2026-12-31,')
      .replace(/\r\n[45],[^\r\n]*/g, '');
    const { code, out } = await run(['accounts', saved('mended.csv', mended), ...MAP, '--json']);
    expect([code, JSON.parse(out).accepted]).toEqual([0, 1]);
    // The apostrophes against spreadsheets are no part of what was read.
    const { rows } = await database.pool.query(`select external_id, name from accounts where renews_on = '2026-12-31'`);
    expect(rows).toEqual([{ external_id: '@evil', name: '=1+1; x' }]);
  });

  it('writes an empty file when nothing is rejected, and never over the file that it reads', async () => {
    const file = saved('good.csv', 'account_id\nacme\n');
    const rejected = join(folder, 'none.csv');
    expect(await run(['accounts', file, '--rejected', rejected])).toMatchObject({ code: 0 });
    expect(readFileSync(rejected, 'utf8')).toBe('');
    await expect(run(['accounts', file, '--rejected', join(folder, '.', 'good.csv')])).rejects.toThrow(
      /is the file that is read/,
    );
    await expect(run(['accounts', file, '--rejected', join(folder, 'no', 'x.csv')])).rejects.toThrow(
      /cannot be written/,
    );
    expect(readFileSync(file, 'utf8')).toBe('account_id\nacme\n');
  });

  it('leaves no half of a file of rejected rows when the import fails', async () => {
    const file = saved('1252.csv', Buffer.from('account_id,name\nx,M\xfcller\n', 'latin1'));
    const rejected = join(folder, 'half.csv');
    await expect(run(['accounts', file, '--rejected', rejected])).rejects.toThrow(/line 2 is not UTF-8.*Windows-1252/);
    expect([existsSync(rejected), existsSync(`${rejected}.partial`)]).toEqual([false, false]);
    const { rows } = await database.pool.query(`select from accounts where external_id = 'x'`);
    expect(rows).toEqual([]);
  });

  it('reads standard input as bytes, in two passes', async () => {
    const pieces = [Buffer.from([0xff, 0xfe]), Buffer.from('account_id\tname\nutf16\tÜber\n', 'utf16le')];
    async function* bytes() {
      yield* pieces;
    }
    const { code, out } = await run(['accounts', '-', '--json'], { stdinBytes: bytes });
    expect([code, JSON.parse(out)]).toMatchObject([0, { accepted: 1, file: 'standard input' }]);
    expect(JSON.parse(out).reading).toMatchObject({ encoding: 'UTF-16', delimiter: '\t' });
  });

  it('draws one line on a terminal and a line per tenth elsewhere', async () => {
    const file = saved('bar.csv', 'account_id\nbar-1\nbar-2\n');
    const drawn = await run(['accounts', file], { terminal: true });
    expect(drawn.err).toContain(`\r\u001b[K${'#'.repeat(30)} 100 % 2/2 rows`);
    expect(drawn.err.match(/\n/g)).toHaveLength(1);
    expect((await run(['accounts', file])).err).toBe('########## 2/2 rows\n');
  });

  it('keeps what a file holds from steering the terminal', async () => {
    const file = saved('steer.csv', 'account_id,renews_on,\u001b[2J\na,\u001b[31mred,x\n');
    const { out } = await run(['accounts', file]);
    expect(out).toContain('columns not read: ?[2J');
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it.each([
    [['accounts', '/nowhere.csv'], /cannot be read .*Check the path/],
    [['accounts', tmpdir()], /is a folder/],
  ])('refuses %j', async (argv, message) => {
    await expect(run(argv)).rejects.toThrow(message);
  });

  it.each([
    [['accounts', 'x.csv', '--decimal', '·'], /--decimal ·: needs \. or ,/],
    [['accounts', 'x.csv', '--map', 'name'], /--map name: needs COLUMN=FIELD/],
    [['accounts'], /Usage/],
  ])('refuses the arguments %j', (argv, message) => {
    expect(() => readImportArguments(argv)).toThrow(message);
  });
});
