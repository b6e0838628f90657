import type { Context } from '../../app/context.ts';
import { checkSignal } from '../../app/record/check-signal.ts';
import { type RecordOutcome, recordSignals } from '../../app/record/record-signals.ts';
import type { Signal } from '../../domain/signal.ts';
import { AppError } from '../../lib/errors.ts';
import type { ParsedItem } from '../source.ts';
import { signalsOf, summarize } from '../summary.ts';
import { DEFAULT_DATE_FORMAT, isDateFormat, readField } from './field.ts';
import { type CsvKind, type CsvRow, HISTORY_DAYS } from './kind.ts';
import { csvKinds } from './kinds/index.ts';
import { type ColumnMap, mapColumns } from './map-columns.ts';
import { readTable, type TableRow } from './read-table.ts';

export interface ImportCsv {
  readonly ctx: Context;
  readonly kind: string;
  readonly content: string;
  readonly fileName: string;
  /** Column of the file to field. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** Of days, such as DD-MM-YYYY. */
  readonly dateFormat?: string | undefined;
  /** Checks everything and stores nothing. */
  readonly dryRun?: boolean | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface RejectedRow {
  readonly line: number;
  /** null: the row as a whole. */
  readonly column: string | null;
  readonly reason: string;
}

export interface ImportReport {
  readonly kind: string;
  readonly file: string;
  readonly dryRun: boolean;
  readonly rows: number;
  readonly accepted: number;
  /** Rows that were stored before or change nothing. */
  readonly duplicates: number;
  /** By line. */
  readonly rejected: readonly RejectedRow[];
  readonly ignoredColumns: readonly string[];
}

const BATCH = 500;
const SOURCE = 'csv';

/**
 * Stores the rows of a CSV file; a second run changes nothing. Rows that cannot be read are reported, the others stored.
 * @throws AppError `invalid` when the file as a whole cannot be used: unknown kind, missing column, wrong date format.
 */
export async function importCsv(input: ImportCsv): Promise<ImportReport> {
  const kind = kindNamed(input.kind);
  const dateFormat = input.dateFormat ?? DEFAULT_DATE_FORMAT;
  if (!isDateFormat(dateFormat)) {
    throw new AppError('invalid', `--date-format ${dateFormat}: needs YYYY, MM and DD once each, such as DD-MM-YYYY.`);
  }
  const table = readTable(input.content);
  if (table.header.length === 0) throw new AppError('invalid', `${input.fileName}: has no header line.`);
  const columns = mapColumns(kind, table.header, input.map ?? {});
  const rejected: RejectedRow[] = table.broken.map(({ line, reason }) => ({ line, column: null, reason }));
  let accepted = 0;
  let duplicates = 0;
  for (let start = 0; start < table.rows.length; start += BATCH) {
    const rows = table.rows.slice(start, start + BATCH);
    const items = rows.map((row) => readRow(kind, row, columns, table.header, input.ctx, dateFormat));
    const outcomes = await store(input, signalsOf(items));
    const summary = summarize(items, outcomes, (message) => message);
    accepted += summary.accepted;
    duplicates += summary.duplicates;
    for (const { index, message } of summary.rejected) {
      rejected.push(placed(rows[index]?.line ?? 0, message, columns, table.header));
    }
    input.onProgress?.(Math.min(start + BATCH, table.rows.length), table.rows.length);
  }
  return {
    kind: kind.kind,
    file: input.fileName,
    dryRun: input.dryRun === true,
    rows: table.rows.length + table.broken.length,
    accepted,
    duplicates,
    rejected: rejected.sort((a, b) => a.line - b.line),
    ignoredColumns: columns.ignored,
  };
}

function kindNamed(name: string): CsvKind {
  const kinds: Readonly<Record<string, CsvKind>> = csvKinds;
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind) return kind;
  throw new AppError('invalid', `"${name}" cannot be imported; known are ${Object.keys(kinds).join(', ')}.`);
}

function readRow(
  kind: CsvKind,
  row: TableRow,
  columns: ColumnMap,
  header: readonly string[],
  ctx: Context,
  dateFormat: string,
): ParsedItem {
  const read = readValues(kind, row, { columns, header, dateFormat, timeZone: ctx.timeZone });
  if ('code' in read) return read;
  return kind.toItem(read.values, { now: ctx.now(), currency: ctx.reportingCurrency });
}

export interface ReadValues {
  readonly columns: ColumnMap;
  readonly header: readonly string[];
  readonly dateFormat: string;
  /** IANA. */
  readonly timeZone: string;
}

/** The fields of a row, each in one spelling, or why the row cannot be read. */
export function readValues(
  kind: Omit<CsvKind, 'toItem'>,
  row: TableRow,
  { columns: { fields }, header, dateFormat, timeZone }: ReadValues,
): { readonly values: CsvRow } | { readonly code: string; readonly message: string } {
  if (row.cells.length !== header.length) {
    return { code: 'invalid', message: `the row has ${row.cells.length} cells, the header ${header.length}` };
  }
  const values: Record<string, string> = {};
  for (const [at, field] of fields.entries()) {
    const text = row.cells[at] ?? '';
    const type = field === null ? undefined : kind.fields[field];
    if (field === null || type === undefined || text === '') continue;
    const read = readField(type, text, { dateFormat, timeZone });
    if ('problem' in read) return { code: 'invalid', message: `${field}: "${text.slice(0, 60)}" ${read.problem}` };
    values[field] = read.value;
  }
  const missing = kind.required.find((field) => values[field] === undefined);
  if (missing !== undefined) return { code: 'invalid', message: `${missing}: is empty` };
  return { values };
}

function store({ ctx, dryRun }: ImportCsv, signals: readonly Signal[]): Promise<RecordOutcome[]> {
  if (dryRun !== true) return recordSignals({ ctx, input: { source: SOURCE, signals, maxAgeDays: HISTORY_DAYS } });
  const now = ctx.now();
  return Promise.resolve(
    signals.map((signal) => {
      const problem = checkSignal(signal, now, HISTORY_DAYS);
      return problem ? { status: 'rejected', ...problem } : { status: 'accepted' };
    }),
  );
}

/** Turns `field: reason` into the column of the file that fills the field. */
export function placed(line: number, message: string, { fields }: ColumnMap, header: readonly string[]): RejectedRow {
  const [, field = '', reason = ''] = /^([a-z_]+): ([\s\S]*)$/.exec(message) ?? [];
  const column = header[fields.indexOf(field)];
  return column === undefined ? { line, column: null, reason: message } : { line, column, reason };
}
