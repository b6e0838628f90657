import { describe, expect, it } from 'vitest';
import { markOf, readAmount } from '../../../src/ingest/csv/amount.ts';
import { isDateFormat, readDay, readInstant } from '../../../src/ingest/csv/date-format.ts';
import { fc } from '../../support/fc.ts';

describe('date formats', () => {
  it.each(['YYYY-MM-DD', 'DD-MM-YYYY', 'M/D/YYYY', 'DD.MM.YYYY', 'D. M. YYYY', 'YYYYMMDD', 'MM/DD/YYYY', 'YYYY/M/D'])(
    'knows %s',
    (format) => expect(isDateFormat(format)).toBe(true),
  );
  it.each([
    '',
    'YYYY-MM',
    'DD-MM-YY',
    'DD-DD-YYYY',
    'MD/YYYY',
    'YYYY-MMM-DD',
    'YYYY-MM-DD-MM',
    '(YYYY)-MM-DD',
    'DMYYYY',
  ])('refuses %s', (format) => expect(isDateFormat(format)).toBe(false));

  const formats = ['YYYY-MM-DD', 'DD-MM-YYYY', 'M/D/YYYY', 'D.M.YYYY', 'YYYYMMDD', 'DD/MM/YYYY'];
  const days = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
  it('reads back every day that a format can write', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...formats), (date, format) => {
        const day = date.toISOString().slice(0, 10);
        const [year = '', month = '', dayOfMonth = ''] = day.split('-');
        const written = format
          .replace('YYYY', year)
          .replace(/MM?/, (part) => (part === 'M' ? String(Number(month)) : month))
          .replace(/DD?/, (part) => (part === 'D' ? String(Number(dayOfMonth)) : dayOfMonth));
        expect(readDay(written, format)).toBe(day);
      }),
    );
  });

  it.each([
    ['2/30/2026', 'M/D/YYYY'],
    ['13/1/2026', 'M/D/YYYY'],
    ['1/2/26', 'M/D/YYYY'],
    ['1-2-2026', 'M/D/YYYY'],
    ['1/2/2026 ', 'M/D/YYYY'],
    ['1/2/20267', 'M/D/YYYY'],
    ['1.2.2026', 'DD.MM.YYYY'],
    ['01x02x2026', 'DD.MM.YYYY'],
    ['', 'YYYY-MM-DD'],
  ])('finds no day in %j of the form %s', (text, format) => expect(readDay(text, format)).toBeNull());

  it.each([
    ['3/1/2026', 'M/D/YYYY', '2026-03-01T05:00:00.000Z'],
    ['3/1/2026 3:05 PM', 'M/D/YYYY', '2026-03-01T20:05:00.000Z'],
    ['3/1/2026, 12:00 am', 'M/D/YYYY', '2026-03-01T05:00:00.000Z'],
    ['01-03-2026 15:05:09', 'DD-MM-YYYY', '2026-03-01T20:05:09.000Z'],
    ['2026-03-01T15:05', 'YYYY-MM-DD', '2026-03-01T20:05:00.000Z'],
    ['2026-03-01T15:05:00+01:00', 'DD-MM-YYYY', '2026-03-01T14:05:00.000Z'],
    ['2026-03-01 25:00', 'YYYY-MM-DD', undefined],
    ['3/1/2026 13:05 PM', 'M/D/YYYY', undefined],
    ['2026-03-01 noon', 'YYYY-MM-DD', undefined],
  ])('reads %j of the form %s in New York as %s', (text, format, expected) => {
    expect(readInstant(text, format, 'America/New_York')?.toISOString()).toBe(expected);
  });
});

describe('amounts', () => {
  it.each([
    ['1250', '.', '1250'],
    ['1250.50', '.', '1250.50'],
    ['1250,50', ',', '1250.50'],
    ['1,250', ',', '1.250'],
    ['1250', null, '1250'],
    ['1250.5', null, '1250.5'],
  ] as const)('reads %s with the mark %s', (text, mark, value) => expect(readAmount(text, mark)).toEqual({ value }));

  it.each([
    ['1.250', null, /thousands or a fraction; say which with --decimal/],
    ['1,250', null, /thousands or a fraction/],
    ['1250,50', '.', /no amount such as 1250 or 1250.50/],
    ['1.250,50', ',', /no amount such as 1250 or 1250,50/],
    ['-5', '.', /no amount/],
    ['€5', ',', /no amount/],
  ] as const)('refuses %s with the mark %s', (text, mark, problem) => {
    expect(readAmount(text, mark)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('knows the mark of an amount only where it can be nothing else', () => {
    expect(['1250,50', '1250.5', '12345,678', '1,250', '1.250', '1250', '1.250,50', ''].map(markOf)).toEqual([
      ',',
      '.',
      ',',
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
