import { describe, expect, it } from 'vitest';
import { rowSplitter, type TableRow } from '../../../src/ingest/csv/split-rows.ts';
import { fc } from '../../support/fc.ts';

/** The rows of a text that arrives in pieces of a size. */
function split(text: string, { size = text.length || 1, delimiter = ',', maxRow = 1000 } = {}): TableRow[] {
  const splitter = rowSplitter(delimiter, 1, maxRow);
  const rows: TableRow[] = [];
  for (let at = 0; at < text.length; at += size) rows.push(...splitter.push(text.slice(at, at + size)));
  return [...rows, ...splitter.end()];
}

const cells = (rows: readonly TableRow[]) => rows.map((row) => (row.broken ? [row.line, row.broken] : row.cells));

describe('splitting CSV', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '"', ',', ';', '\n', '\t', 'ü', '’'), maxLength: 12 });
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
  const quoted = (text: string, delimiter: string) =>
    /["\n;,\t]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;

  it('reads back what was written, whatever the pieces and the delimiter', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.integer({ min: 1, max: 9 }),
        (rows, delimiter, size) => {
          const text = rows.map((row) => `${row.map((one) => quoted(one, delimiter)).join(delimiter)}\n`).join('');
          const expected = rows
            .map((row) => row.map((one) => one.trim()))
            .filter((row) => row.some((one) => one !== ''));
          expect(split(text, { size, delimiter }).map((row) => row.cells)).toEqual(expected);
        },
      ),
    );
  });

  it('gives the same rows and lines in one piece and in many, also of what is no CSV', () => {
    const any = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' '), maxLength: 60 });
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 5 }), (text, size) => {
        expect(split(text, { size, maxRow: 20 })).toEqual(split(text, { maxRow: 20 }));
      }),
    );
  });

  it('names the line on which each row begins', () => {
    const text = 'a,b\n\n"two\nlines",x\n\n"three\n\nlines"\nlast\n';
    expect(split(text).map(({ line }) => line)).toEqual([1, 3, 6, 9]);
  });

  it.each([
    [
      'a forgotten mark',
      'a,b\n1,"open\n2,two\n3,"x"\n4,four\n',
      [
        ['a', 'b'],
        [2, 'text'],
        ['2', 'two'],
        ['3', 'x'],
        ['4', 'four'],
      ],
    ],
    [
      'a forgotten mark and no other',
      'a,b\n1,"open\n2,two\n',
      [
        ['a', 'b'],
        [2, 'not closed'],
        ['2', 'two'],
      ],
    ],
    [
      'text after a mark',
      'a,"b"c\nd,e\n',
      [
        [1, 'text after'],
        ['d', 'e'],
      ],
    ],
    ['a mark inside a plain cell', '12" monitor,x\n', [['12" monitor', 'x']]],
  ])('loses one row to %s', (_name, text, expected) => {
    const found = cells(split(text));
    expect(found).toHaveLength(expected.length);
    for (const [at, row] of expected.entries()) {
      if (typeof row[0] === 'number') expect(String(found[at])).toContain(String(row[1]));
      else expect(found[at]).toEqual(row);
    }
  });

  it('holds no more than a row, however long the line', () => {
    const text = `a,b\n${'x'.repeat(5000)},y\nc,d\n"${'z'.repeat(2000)}",e\nf,g\n`;
    for (const size of [7, 100, 10_000]) {
      const found = split(text, { size });
      expect(found.map(({ line, broken }) => [line, broken !== undefined])).toEqual([
        [1, false],
        [2, true],
        [3, false],
        [4, true],
        [5, false],
      ]);
    }
  });
});
