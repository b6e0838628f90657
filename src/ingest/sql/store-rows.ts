import { checkSignal } from '../../app/record/check-signal.ts';
import { type RecordOutcome, recordSignals } from '../../app/record/record-signals.ts';
import type { SqlField, SqlIntake, SqlRows, StoredRows } from '../../app/sql/sql-source.ts';
import { acceptedEventDays } from '../../domain/retention.ts';
import type { Signal } from '../../domain/signal.ts';
import { AppError } from '../../lib/errors.ts';
import { type CsvKind, HISTORY_DAYS } from '../csv/kind.ts';
import { csvKinds } from '../csv/kinds/index.ts';
import type { ParsedItem } from '../source.ts';
import { signalsOf, summarize } from '../summary.ts';
import { readCell } from './read-cell.ts';

const TIMES = ['timestamptz', 'timestamp'];
const FIRST = new Date(0);

/** Rows of a query are read and stored as those of a file of their kind. */
export const sqlIntake: SqlIntake = {
  fieldsOf: (name) => {
    const { fields, required } = kindNamed(name);
    return { known: Object.keys(fields), required };
  },
  store: storeRows,
};

async function storeRows(rows: SqlRows): Promise<StoredRows> {
  const kind = kindNamed(rows.kind);
  const now = rows.ctx.now();
  const currency = rows.ctx.reportingCurrency;
  const items = rows.rows.map((cells, at) => {
    const stated = kind.when === undefined ? statedAt(rows.marks[at] ?? '', rows, now) : now;
    return readRow(kind, cells, rows, { now: stated, currency });
  });
  const outcomes = await outcomesOf(rows, signalsOf(items));
  const { accepted, duplicates, rejected } = summarize(items, outcomes, (message) => message);
  return { accepted, duplicates, rejected: rejected.map(({ index, message }) => ({ index, message })) };
}

/**
 * When a row that speaks of the present was stated: when it last changed, so that a read of old rows turns nothing back
 * that another source has said since. Days and numbers do not tell; then it is now.
 */
function statedAt(mark: string, { ctx, markType, timeZone }: SqlRows, now: Date): Date {
  if (!TIMES.includes(markType)) return now;
  const column = { field: 'watermark', category: 'D', type: markType };
  const read = readCell(mark, { column, type: 'instant', teamZone: ctx.timeZone, timeZone });
  const at = 'value' in read ? new Date(read.value) : now;
  return at > now || at < FIRST ? now : at;
}

function outcomesOf({ ctx, dryRun, source }: SqlRows, signals: readonly Signal[]): Promise<RecordOutcome[]> {
  if (!dryRun) return recordSignals({ ctx, input: { source, signals, maxAgeDays: HISTORY_DAYS } });
  const now = ctx.now();
  return Promise.resolve(
    signals.map((signal) => {
      const problem = checkSignal(signal, now, Math.min(HISTORY_DAYS, acceptedEventDays(ctx.retention)));
      return problem ? { status: 'rejected', ...problem } : { status: 'accepted' };
    }),
  );
}

function readRow(
  kind: CsvKind,
  cells: readonly (string | null)[],
  {
    ctx,
    fields,
    timeZone,
  }: { readonly ctx: SqlRows['ctx']; readonly fields: readonly SqlField[]; readonly timeZone: string },
  context: Parameters<CsvKind['toItem']>[1],
): ParsedItem {
  const values: Record<string, string> = {};
  for (const [at, column] of fields.entries()) {
    const text = cells[at]?.trim() ?? '';
    const type = kind.fields[column.field];
    if (text === '' || type === undefined) continue;
    const read = readCell(text, { column, type, teamZone: ctx.timeZone, timeZone });
    if ('problem' in read)
      return { code: 'invalid', message: `${column.field}: "${text.slice(0, 60)}" ${read.problem}` };
    values[column.field] = read.value;
  }
  const missing = kind.required.find((field) => values[field] === undefined);
  return missing === undefined ? kind.toItem(values, context) : { code: 'invalid', message: `${missing}: is empty` };
}

function kindNamed(name: string): CsvKind {
  const kinds: Readonly<Record<string, CsvKind>> = csvKinds;
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!kind) throw new AppError('invalid', `"${name}" is no kind of rows; known are ${Object.keys(kinds).join(', ')}.`);
  return kind;
}
