import { AppError } from '../../lib/errors.ts';
import { columnsOfQuery, type ForeignColumn, type MarkType } from '../../store/foreign/rows-of-query.ts';
import type { ForeignSession } from '../../store/foreign/session.ts';
import type { SqlField, SqlIntake, SqlQuery } from './sql-source.ts';

/** Which columns of a query are read, for what. */
export interface QueryPlan {
  readonly mark: { readonly column: string; readonly type: MarkType };
  /** Names of the columns, in the order of `fields`. */
  readonly columns: readonly string[];
  readonly fields: readonly SqlField[];
  readonly ignored: readonly string[];
  /** How much is read again before a mark: seconds, days or steps. */
  readonly back: number;
}

const MARKS: Readonly<Record<string, MarkType | undefined>> = {
  timestamptz: 'timestamptz',
  timestamp: 'timestamp',
  date: 'date',
  int2: 'int8',
  int4: 'int8',
  int8: 'int8',
};
const DAY_SECONDS = 86_400;
const BACK_SECONDS = 900;
const BACK_STEPS = 1000;
const MOST_IGNORED = 50;

/**
 * Looks at the columns of a query before any row is read.
 * @throws AppError `invalid` that names the query, the column and the remedy; the errors of their database.
 */
export async function planQuery(session: ForeignSession, query: SqlQuery, intake: SqlIntake): Promise<QueryPlan> {
  const columns = await columnsOfQuery(session, query.query);
  const { known, required } = intake.fieldsOf(query.kind);
  const found = known.flatMap((field) => {
    const named = columns.filter(({ name }) => normal(name) === field);
    const [column] = named;
    if (named.length > 1) throw wrong(query, `has two columns "${field}"; leave one out or give it another name`);
    return column ? [{ field, column }] : [];
  });
  const missing = required.filter((field) => !found.some((entry) => entry.field === field));
  if (missing.length > 0) {
    throw wrong(query, `has no column ${missing.join(', ')}; select it, such as "customer_id as ${missing[0]}"`);
  }
  const mark = markOf(query, columns);
  const used = new Set([...found.map(({ column }) => column.name), mark.column]);
  return {
    mark,
    columns: found.map(({ column }) => column.name),
    fields: found.map(({ column: { category, type }, field }) => ({ field, category, type })),
    ignored: columns.flatMap(({ name }) => (used.has(name) ? [] : [name.slice(0, 63)])).slice(0, MOST_IGNORED),
    back: backOf(query, mark.type),
  };
}

function markOf(query: SqlQuery, columns: readonly ForeignColumn[]): QueryPlan['mark'] {
  const exact = columns.filter(({ name }) => name === query.watermark);
  const named = exact.length > 0 ? exact : columns.filter(({ name }) => normal(name) === normal(query.watermark));
  const [column] = named;
  if (!column || named.length > 1) {
    const much = column ? 'has more than one column' : 'has no column';
    throw wrong(query, `${much} "${query.watermark}", its watermark; select it once`);
  }
  const type = MARKS[column.type];
  if (type) return { column: column.name, type };
  const remedy = `cast it, such as "${query.watermark}::timestamptz"`;
  throw wrong(
    query,
    `has the watermark "${column.name}" of type ${column.type}, not a time, day or whole number; ${remedy}`,
  );
}

function backOf(query: SqlQuery, type: MarkType): number {
  const { overlap } = query;
  if (type === 'int8') {
    if (overlap === null) return BACK_STEPS;
    if ('steps' in overlap) return overlap.steps;
    throw wrong(query, `has a whole number as its watermark; give "overlap" a number such as ${BACK_STEPS}`);
  }
  if (overlap !== null && 'steps' in overlap) {
    throw wrong(query, 'has a time as its watermark; give "overlap" a time such as 15m');
  }
  const seconds = overlap?.seconds ?? BACK_SECONDS;
  return type === 'date' ? Math.ceil(seconds / DAY_SECONDS) : seconds;
}

function wrong({ kind }: SqlQuery, what: string): AppError {
  return new AppError('invalid', `the query of ${kind} ${what}`);
}

function normal(column: string): string {
  return column
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
