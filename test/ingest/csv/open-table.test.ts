import { describe, expect, it } from 'vitest';
import { openTable, readTable } from '../../../src/ingest/csv/read-table.ts';
import { fc } from '../../support/fc.ts';

/** Bytes in pieces of a size, as a file or a pipe gives them. */
function inPieces(bytes: Uint8Array, size: number): () => AsyncIterable<Uint8Array> {
  return async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
}

async function read(bytes: Uint8Array, size = 7) {
  const { rows, ...table } = await openTable(inPieces(bytes, size), 'x.csv');
  const all = [];
  for await (const batch of rows) all.push(...batch);
  return { ...table, rows: all };
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const TEXT = 'account_id;name\r\nacme;Müller & Söhne\r\nglobex;"Ünal; 漢字 🎉"\r\n';
const ROWS = [
  { line: 2, cells: ['acme', 'Müller & Söhne'] },
  { line: 3, cells: ['globex', 'Ünal; 漢字 🎉'] },
];

describe('opening a CSV file', () => {
  const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TEXT, 'utf16le')]);
  const big = Buffer.from(little).swap16();
  const FORMS: readonly (readonly [string, Uint8Array, string])[] = [
    ['UTF-8', utf8(TEXT), 'UTF-8'],
    ['UTF-8 with a BOM', utf8(`\ufeff${TEXT}`), 'UTF-8'],
    ['UTF-16, little end first', little, 'UTF-16'],
    ['UTF-16, big end first', big, 'UTF-16'],
    ['LF', utf8(TEXT.replaceAll('\r\n', '\n')), 'UTF-8'],
    ['CR, as an old Mac writes', utf8(TEXT.replaceAll('\r\n', '\r')), 'UTF-8'],
    ['no line end after the last row', utf8(TEXT.trimEnd()), 'UTF-8'],
  ];
  it.each(FORMS)('reads %s, wherever its pieces end', async (_name, bytes, encoding) => {
    for (const size of [1, 2, 3, 5, 64, 4096]) {
      expect(await read(bytes, size)).toEqual({ encoding, delimiter: ';', header: ['account_id', 'name'], rows: ROWS });
    }
  });

  it.each([
    [',', 'account_id,name\n'],
    [';', 'account_id;"name, full"\n'],
    ['\t', 'account_id\tname\n'],
    ['|', 'account_id|name\n'],
    [',', 'account_id\n'],
    [';', 'sep=;\naccount_id,x;name\n'],
    [';', '\n \nsep=;\r\n\naccount_id;name\n'],
  ])('finds that %j separates %j', async (delimiter, text) => {
    for (const size of [1, 3, 100]) expect((await read(utf8(text), size)).delimiter).toBe(delimiter);
  });

  it('counts lines from the beginning of the file, and says the same of a text as of bytes', async () => {
    const text = '\n\nsep=;\n\na;b\n1;2\n\n"x\ny";4\n"open;5\n6;7\n';
    const { header, rows } = await read(utf8(text), 2);
    expect(header).toEqual(['a', 'b']);
    expect(rows.map(({ line, broken }) => [line, broken !== undefined])).toEqual([
      [6, false],
      [8, false],
      [10, true],
      [11, false],
    ]);
    const table = readTable(text);
    expect([...table.rows, ...table.broken].map(({ line }) => line)).toEqual([6, 8, 11, 10]);
  });

  it('reads a text and its bytes alike', async () => {
    const unit = fc.constantFrom('a', 'ä', '"', ';', '\n', '\r', ' ', '=');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (rest, size) => {
        const text = `x;y${rest}`;
        const table = readTable(text);
        const found = await read(utf8(text), size).catch(() => null);
        expect(found?.header ?? []).toEqual(table.header);
        if (found) expect(found.rows.filter(({ broken }) => broken === undefined)).toEqual(table.rows);
      }),
    );
  });

  it.each([
    [
      'Windows-1252',
      Buffer.from('account_id;name\nacme;M\xfcller\n', 'latin1'),
      /line 2 is not UTF-8.*iconv -f WINDOWS-1252/,
    ],
    [
      'UTF-16 without a mark',
      Buffer.from('account_id;name\n', 'utf16le'),
      /neither UTF-8 nor UTF-16 with a byte order/,
    ],
    ['half a letter at the end', utf8('a;b\n1;ü').subarray(0, -1), /line 2 is not UTF-8/],
    ['half a letter of UTF-16', little.subarray(0, -1), /is no UTF-16, the file may be cut off/],
    ['nothing', utf8(''), /has no header line/],
    ['nothing but a mark and blank lines', utf8('\ufeff\n \n'), /has no header line/],
    ['a header that is not closed', utf8('a,"b\n1,2\n'), /the header line has a quotation mark that is not closed/],
  ])('refuses %s', async (_name, bytes, message) => {
    for (const size of [1, 3, 4096]) await expect(read(bytes, size)).rejects.toThrow(message);
  });
});
