import { describe, expect, it } from 'vitest';
import { csvText } from '../../src/lib/csv-text.ts';
import { fc } from '../support/fc.ts';
import { csvFaults } from '../support/hostile-faults.ts';
import { hostile } from '../support/hostile-text.ts';

const rowsOf = (texts: readonly string[]) => texts.map((text) => [text]);

describe('csvText', () => {
  it('writes what it was given, in one cell each, and no formula', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), (texts) => {
        expect(csvFaults(csvText(['h'], rowsOf(texts)), texts)).toEqual([]);
      }),
    );
  });

  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1+1', '＠SUM(A1)'])(
    'puts an apostrophe before %j',
    (text) => {
      expect(csvText(['h'], [[text]])).toContain(`'${text}`);
      expect(csvFaults(`h\r\n"${text}"\r\n`, [text])).toHaveLength(1);
    },
  );

  it('leaves negative amounts as they are', () => {
    expect(csvText(['h'], [['-12.5'], [-3]])).toBe('h\r\n-12.5\r\n-3\r\n');
  });
});
