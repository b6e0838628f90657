import { recordSeatMovement, type SeatMovementInput } from '../../app/seats/record-seat-movement.ts';
import { AppError } from '../../lib/errors.ts';
import { DEFAULT_DATE_FORMAT, isDateFormat } from './field.ts';
import { type ImportCsv, type ImportReport, placed, type RejectedRow, readValues } from './import-csv.ts';
import type { CsvKind, CsvRow } from './kind.ts';
import { mapColumns } from './map-columns.ts';
import { readTable } from './read-table.ts';

const KINDS = ['initial', 'add', 'remove', 'reactivate', 'correction'] as const satisfies SeatMovementInput['kind'][];
const movements = {
  kind: 'seat movements',
  fields: {
    account_id: 'text',
    item: 'text',
    kind: KINDS,
    delta: 'text',
    effective_at: 'instant',
    actor: 'text',
    note: 'text',
    key: 'text',
    corrects: 'text',
  },
  required: ['account_id', 'item', 'kind', 'delta', 'effective_at', 'actor', 'note', 'key'],
} as const satisfies Omit<CsvKind, 'toItem'>;

/** Fields of the verb by the columns that fill them. */
const COLUMNS: Readonly<Record<string, string>> = {
  accountId: 'account_id',
  effectiveAt: 'effective_at',
  idempotencyKey: 'key',
  correctsKey: 'corrects',
};

/**
 * Records the seat movements of a CSV file, each by itself, in the order of the file; a second run changes nothing.
 * @throws AppError `invalid` when the file as a whole cannot be used, `unavailable` without a database.
 */
export async function importMovements(input: ImportCsv): Promise<ImportReport> {
  const { content, ctx, dateFormat = DEFAULT_DATE_FORMAT, fileName, map = {}, onProgress } = input;
  if (!isDateFormat(dateFormat)) {
    throw new AppError('invalid', `--date-format ${dateFormat}: needs YYYY, MM and DD once each, such as DD-MM-YYYY.`);
  }
  const { broken, header, rows } = readTable(content);
  if (header.length === 0) throw new AppError('invalid', `${fileName}: has no header line.`);
  const columns = mapColumns(movements, header, map);
  const rejected: RejectedRow[] = broken.map(({ line, reason }) => ({ line, column: null, reason }));
  const counts = { recorded: 0, duplicate: 0 };
  for (const [at, row] of rows.entries()) {
    const read = readValues(movements, row, { columns, header, dateFormat, timeZone: ctx.timeZone });
    const refused = 'code' in read ? read.message : await record(input, read.values, counts);
    if (refused !== null) rejected.push(placed(row.line, refused, columns, header));
    onProgress?.(at + 1, rows.length);
  }
  return {
    kind: movements.kind,
    file: fileName,
    dryRun: false,
    rows: rows.length + broken.length,
    accepted: counts.recorded,
    duplicates: counts.duplicate,
    rejected: rejected.sort((a, b) => a.line - b.line),
    ignoredColumns: columns.ignored,
  };
}

/** Why the row was refused; null when it was recorded, now or before. */
async function record(
  { ctx }: ImportCsv,
  row: CsvRow,
  counts: { recorded: number; duplicate: number },
): Promise<string | null> {
  const delta = row['delta'] ?? '';
  if (!/^[+-]?\d{1,10}$/.test(delta)) return 'delta: needs a whole number such as 5 or -2';
  const input: SeatMovementInput = {
    accountId: row['account_id'] ?? '',
    item: row['item'] ?? '',
    kind: KINDS.find((kind) => kind === row['kind']) ?? 'add',
    delta: Number(delta),
    effectiveAt: new Date(row['effective_at'] ?? ''),
    actor: row['actor'] ?? '',
    note: row['note'] ?? '',
    idempotencyKey: row['key'] ?? '',
    correctsKey: row['corrects'],
  };
  try {
    counts[(await recordSeatMovement({ ctx, input })).status === 'recorded' ? 'recorded' : 'duplicate'] += 1;
    return null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
    return error.message.replace(/^[a-zA-Z]+(?=: )/, (field) => COLUMNS[field] ?? field);
  }
}
