import type { ForeignSession } from './session.ts';

export const MARK_TYPES = ['timestamptz', 'timestamp', 'date', 'int8'] as const;
/** Types of columns that can tell how far a query was read. */
export type MarkType = (typeof MARK_TYPES)[number];

export interface ForeignColumn {
  readonly name: string;
  /** Of pg_type, such as text, timestamptz or int4. */
  readonly type: string;
  /** Of pg_type: N numbers, S texts, D times, B flags, E enums, A arrays, U others. */
  readonly category: string;
}

/** Longer cells are cut to one character more than this, by which they are known. */
export const MOST_CELL = 4000;
const CURSOR = 'cs_pulse_rows';
const TYPES = 'select oid::text, typname::text, typcategory::text from pg_type where oid = any($1::oid[])';

/** How the begin of a read lies before a mark: seconds, days or steps, by the type. */
const FROM: Readonly<Record<MarkType, string>> = {
  timestamptz: `$1::timestamptz - $2::float8 * interval '1 second'`,
  timestamp: `$1::timestamp - $2::float8 * interval '1 second'`,
  date: '$1::date - $2::int',
  int8: 'greatest($1::numeric - $2::numeric, -9223372036854775808)::int8',
};

/** The columns of a query, which is planned for it and not run. */
export async function columnsOfQuery(session: ForeignSession, query: string): Promise<ForeignColumn[]> {
  const { fields } = await session.ask(`select * from (${query}\n) as q limit 0`);
  const { rows } = await session.ask(TYPES, [`{${[...new Set(fields.map(({ oid }) => oid))].join(',')}}`]);
  const types = new Map(rows.map(([oid, type, category]) => [Number(oid), { type, category }]));
  return fields.map(({ name, oid }) => {
    const { category, type } = types.get(oid) ?? {};
    return { name, type: type ?? 'unknown', category: category ?? 'U' };
  });
}

export interface RowsFrom {
  readonly query: string;
  /** Of the watermark. */
  readonly mark: { readonly column: string; readonly type: MarkType };
  /** Further columns to read, as their database spells them. */
  readonly columns: readonly string[];
  /** Null: from the beginning. `back` in seconds, days or steps, by the type. */
  readonly from: { readonly mark: string; readonly back: number } | null;
}

/** Opens a cursor over rows in the order of their watermark; rows without one are left out. */
export async function openRows(session: ForeignSession, rows: RowsFrom): Promise<void> {
  const { text, values } = statementOf(rows);
  await session.ask(`declare ${CURSOR} no scroll cursor for ${text}`, values);
}

/** How many rows their planner expects; null when it does not say. */
export async function expectedRows(session: ForeignSession, rows: RowsFrom): Promise<number | null> {
  const { text, values } = statementOf(rows);
  const { rows: lines } = await session.ask(`explain ${text}`, values);
  const rowsOfFirst = / rows=(\d+)/.exec(lines[0]?.[0] ?? '')?.[1];
  return rowsOfFirst === undefined ? null : Number(rowsOfFirst);
}

function statementOf({ columns, from, mark, query }: RowsFrom): { text: string; values: string[] } {
  const column = `q.${quoted(mark.column)}`;
  const cells = columns.map((name) => `left(q.${quoted(name)}::text, ${MOST_CELL + 1})`);
  const where = from === null ? `${column} is not null` : `${column} >= ${FROM[mark.type]}`;
  const list = [`${column}::text`, ...cells].join(', ');
  return {
    text: `select ${list} from (${query}\n) as q where ${where} order by ${column}`,
    values: from === null ? [] : [from.mark, String(from.back)],
  };
}

/** The next rows: first the watermark, then the columns that were asked for. */
export async function nextRows(session: ForeignSession, most: number): Promise<ForeignRow[]> {
  const { rows } = await session.ask(`fetch forward ${most} from ${CURSOR}`);
  return rows.map(([mark, ...cells]) => ({ mark: mark ?? '', cells }));
}

export interface ForeignRow {
  readonly mark: string;
  readonly cells: readonly (string | null)[];
}

/** How many rows of a query have no watermark. */
export async function countWithoutMark(session: ForeignSession, query: string, column: string): Promise<number> {
  const { rows } = await session.ask(`select count(*)::text from (${query}\n) as q where q.${quoted(column)} is null`);
  return Number(rows[0]?.[0]);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
