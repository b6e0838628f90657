import { recordSeatMovement, type SeatMovementInput } from '../../app/seats/record-seat-movement.ts';
import { AppError } from '../../lib/errors.ts';
import { checkedDateFormat, type ImportCsv } from './import-csv.ts';
import { type ImportReport, rejectedList, renamedColumns } from './import-report.ts';
import type { CsvRow } from './kind.ts';
import { type MappedKind, mapColumns } from './map-columns.ts';
import { placed, readValues } from './read-row.ts';
import { openTable } from './read-table.ts';

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
} as const satisfies MappedKind;

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
  const { content, ctx, fileName, map = {}, onProgress, onRejected } = input;
  const dateFormat = checkedDateFormat(input.dateFormat);
  const { delimiter, encoding, header, rows } = await openTable(content, fileName);
  const columns = mapColumns(movements, { header, given: map });
  const rejected = rejectedList(header, onRejected);
  const counts = { rows: 0, recorded: 0, duplicate: 0 };
  for await (const batch of rows) {
    for (const row of batch) {
      counts.rows += 1;
      const read = readValues(movements, row, { columns, header, dateFormat, decimal: '.', timeZone: ctx.timeZone });
      const refused = 'code' in read ? read.message : await record(input, read.values, counts);
      if (refused !== null) await rejected.add(placed(row.line, refused, columns, header), row.cells);
      onProgress?.(counts.rows, counts.rows);
    }
  }
  return {
    kind: movements.kind,
    file: fileName,
    dryRun: false,
    reading: { encoding, delimiter, dateFormat, decimal: null, columns: renamedColumns(header, columns.fields) },
    rows: counts.rows,
    accepted: counts.recorded,
    duplicates: counts.duplicate,
    rejectedRows: rejected.count(),
    rejected: rejected.listed,
    ignoredColumns: columns.ignored,
    sharedIds: 0,
    allIdsCompared: true,
    newAccounts: 0,
    beforeStart: 0,
    afterEnd: 0,
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
