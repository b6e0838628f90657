import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldType } from '../../../src/ingest/csv/field.ts';
import { readCell } from '../../../src/ingest/sql/read-cell.ts';
import { columnsOfQuery, nextRows, openRows } from '../../../src/store/foreign/rows-of-query.ts';
import { beginReading, type ForeignSession, openForeign } from '../../../src/store/foreign/session.ts';
import { fc } from '../../support/fc.ts';
import { type TeamDatabase, teamDatabase } from '../../support/team-database.ts';

let theirs: TeamDatabase;
let session: ForeignSession;
beforeAll(async () => {
  theirs = await teamDatabase();
  await theirs.run(`create type size as enum ('small', 'large'); create domain address as text`);
  session = await openForeign({ url: theirs.readerUrl, name: 'test', statementTimeoutMs: 5000 });
  await beginReading(session, 5000);
});
afterAll(async () => {
  await session.close();
  await theirs.close();
});

/** Reads what their database makes of an expression, the team being in Auckland and times without a zone in Berlin. */
async function cellOf(expression: string, type: FieldType): Promise<string> {
  const query = `select 1 as mark, ${expression} as cell`;
  const [, column] = await columnsOfQuery(session, query);
  if (!column) throw new Error('no column');
  await session.ask('savepoint before');
  await openRows(session, { query, mark: { column: 'mark', type: 'int8' }, columns: ['cell'], from: null });
  const [row] = await nextRows(session, 1);
  await session.ask('rollback to before');
  const { category, type: name } = column;
  const read = readCell(row?.cells[0] ?? '', {
    type,
    column: { field: 'f', category, type: name },
    teamZone: 'Pacific/Auckland',
    timeZone: 'Europe/Berlin',
  });
  return 'value' in read ? read.value : `! ${read.problem}`;
}

describe('a cell of their database', () => {
  it.each<[string, FieldType, string]>([
    [`timestamptz '2026-03-01 10:00:00.1234567+02'`, 'instant', '2026-03-01T08:00:00.123Z'],
    [`timestamptz '2026-02-28 20:00:00Z'`, 'day', '2026-03-01'],
    [`timestamp '2026-03-01 10:00:00.5'`, 'instant', '2026-03-01T09:00:00.500Z'],
    [`timestamp '2026-07-01 00:30:00'`, 'instant', '2026-06-30T22:30:00.000Z'],
    [`timestamp '2026-03-01 23:59:59.999'`, 'day', '2026-03-01'],
    [`date '2026-03-01'`, 'day', '2026-03-01'],
    [`date '2026-03-01'`, 'instant', '2026-02-28T11:00:00.000Z'],
    [`'2026-03-01T10:00:00+02:00'`, 'instant', '2026-03-01T08:00:00.000Z'],
    [`'2026-03-01'`, 'day', '2026-03-01'],
    [`numeric '1250.500000000'`, 'amount', '1250.5'],
    [`numeric '100.00'`, 'count', '100'],
    [`100`, 'count', '100'],
    [`7.0::float8`, 'count', '7'],
    [`9007199254740993::bigint`, 'text', '9007199254740993'],
    [`true`, 'flag', 'true'],
    [`0`, 'flag', 'false'],
    [`'small'::size`, ['small', 'large'], 'small'],
    [`'0193e4a0-0000-7000-8000-000000000001'::uuid`, 'text', '0193e4a0-0000-7000-8000-000000000001'],
    [`'acme  '::char(9)`, 'text', 'acme'],
    [`'x'::address`, 'text', 'x'],
    [`'{"id":"acme"}'::jsonb -> 'id'`, 'text', 'acme'],
    [`'{"n":5}'::jsonb -> 'n'`, 'count', '5'],
    [`'Zoë "quoted"; -- $1'`, 'text', 'Zoë "quoted"; -- $1'],
  ])('%s as %s is %s', async (expression, type, value) => {
    expect(await cellOf(expression, type)).toBe(value);
  });

  it.each<[string, FieldType, RegExp]>([
    [`timestamptz 'infinity'`, 'instant', /is no time; select/],
    [`timestamp '0044-03-15 10:00:00 BC'`, 'day', /is no day; select/],
    [`date '12026-03-01'`, 'instant', /is no time/],
    [`'01.03.2026'`, 'day', /is no day/],
    [`interval '1 day'`, 'instant', /is no time/],
    [`-5`, 'count', /no whole number/],
    [`numeric '10.5'`, 'count', /no whole number/],
    [`'NaN'::float8`, 'amount', /./],
    [`array['a', 'b']`, 'text', /array_to_string/],
    [`'{"id":{"a":1}}'::jsonb -> 'id'`, 'text', /pick one with ->>/],
    [`'null'::jsonb`, 'text', /null of JSON/],
    [`'\\x00ff'::bytea`, 'text', /are bytes/],
    [`repeat('x', 100000)`, 'text', /more than 4000 characters/],
    [`to_jsonb('x' || repeat(' ', 9000) || 'y')`, 'text', /more than 4000 characters/],
  ])('%s as %s is refused', async (expression, type, reason) => {
    expect(await cellOf(expression, type)).toMatch(reason);
  });

  it('is read or refused, whatever it says', () => {
    const types: FieldType[] = ['text', 'email', 'day', 'instant', 'count', 'amount', 'flag', ['a', 'b']];
    const columns = ['text', 'timestamptz', 'timestamp', 'date', 'numeric', 'bool', 'uuid', 'int8'];
    const cell = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.date({ noInvalidDate: true }).map(String),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(
        cell,
        fc.constantFrom(...types),
        fc.constantFrom(...columns),
        fc.constantFrom('N', 'S', 'D'),
        (text, type, name, category) => {
          const column = { field: 'f', category, type: name };
          const read = readCell(text, { type, column, teamZone: 'Asia/Kathmandu', timeZone: 'UTC' });
          if ('problem' in read) expect(read.problem).not.toBe('');
          else if (type === 'instant') expect(new Date(read.value).toISOString()).toBe(read.value);
          else if (type === 'day') expect(read.value).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        },
      ),
    );
  });
});
