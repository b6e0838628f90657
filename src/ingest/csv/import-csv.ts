import type { Context } from '../../app/context.ts';
import { checkSignal } from '../../app/record/check-signal.ts';
import { type RecordOutcome, recordSignals } from '../../app/record/record-signals.ts';
import { acceptedEventDays } from '../../domain/retention.ts';
import type { Signal } from '../../domain/signal.ts';
import { AppError } from '../../lib/errors.ts';
import type { ParsedItem } from '../source.ts';
import { type IngestSummary, signalsOf, summarize } from '../summary.ts';
import { batchesOf, inOrder } from './batches.ts';
import { isDateFormat } from './date-format.ts';
import { DEFAULT_DATE_FORMAT } from './field.ts';
import { type ImportReport, type OnRejected, rejectedList, renamedColumns } from './import-report.ts';
import { type CsvKind, HISTORY_DAYS } from './kind.ts';
import { csvKinds } from './kinds/index.ts';
import { type DatedRow, type LivesLedger, livesLedger } from './lives-ledger.ts';
import { futureField, placed, readValues } from './read-row.ts';
import { type CsvContent, openTable } from './read-table.ts';
import type { TableRow } from './split-rows.ts';
import { type FileSurvey, idOf, surveyFile } from './survey-file.ts';

export interface ImportCsv {
  readonly ctx: Context;
  readonly kind: string;
  /** Read twice: once as a whole, then row by row. */
  readonly content: CsvContent;
  readonly fileName: string;
  /** Column of the file to field. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** Of days, such as DD-MM-YYYY or M/D/YYYY. */
  readonly dateFormat?: string | undefined;
  /** Of amounts; absent: what the amounts of the file show. */
  readonly decimal?: '.' | ',' | undefined;
  /** Checks everything and stores nothing. */
  readonly dryRun?: boolean | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly onRejected?: OnRejected | undefined;
}

const SOURCE = 'csv';
/** Rows of one transaction: what a killed import loses at most. */
const BATCH = 5000;
/** Events come in any order to the same end; of everything else the last row of a file holds. */
const EVENTS_IN_FLIGHT = 2;

/**
 * Stores the rows of a CSV file; a second run changes nothing, also after one that was killed. Rows that cannot be read
 * are reported, the others stored. Memory does not grow with the file.
 * @throws AppError `invalid` when the file as a whole cannot be used: unknown kind, missing column, wrong encoding.
 */
export async function importCsv(input: ImportCsv): Promise<ImportReport> {
  const { content, ctx, decimal, fileName, map = {}, onProgress, onRejected } = input;
  const kind = kindNamed(input.kind);
  const dateFormat = checkedDateFormat(input.dateFormat);
  const survey = await surveyFile({ kind, content, fileName, map, decimal });
  const { columns, header } = survey;
  const rejected = rejectedList(header, onRejected);
  const lives = livesLedger(ctx);
  const work: FileWork = { input, kind, dateFormat, survey, lives, now: ctx.now() };
  const counts = { done: 0, accepted: 0, duplicates: 0 };
  const { rows } = await openTable(content, fileName);
  await inOrder(
    batchesOf(rows, BATCH),
    kind.kind === 'events' ? EVENTS_IN_FLIGHT : 1,
    (batch) => storeBatch(work, batch),
    async ({ batch, dated, summary }) => {
      lives.count(dated);
      counts.accepted += summary.accepted;
      counts.duplicates += summary.duplicates;
      counts.done += batch.length;
      for (const { index, message } of summary.rejected) {
        const row = batch[index];
        if (row) await rejected.add(placed(row.line, message, columns, header), row.cells);
      }
      onProgress?.(counts.done, survey.rows);
    },
  );
  return {
    kind: kind.kind,
    file: fileName,
    dryRun: input.dryRun === true,
    reading: {
      encoding: survey.encoding,
      delimiter: survey.delimiter,
      dateFormat,
      decimal: survey.decimal,
      columns: renamedColumns(header, columns.fields),
    },
    rows: counts.done,
    accepted: counts.accepted,
    duplicates: counts.duplicates,
    rejectedRows: rejected.count(),
    rejected: rejected.listed,
    ignoredColumns: columns.ignored,
    sharedIds: survey.ids.count(),
    allIdsCompared: survey.ids.complete(),
    ...lives.total(),
  };
}

/** @throws AppError `invalid` for a date format that cannot be read. */
export function checkedDateFormat(format = DEFAULT_DATE_FORMAT): string {
  if (isDateFormat(format)) return format;
  throw new AppError(
    'invalid',
    `--date-format ${format}: needs YYYY, MM and DD (or M and D) once each, such as DD-MM-YYYY or M/D/YYYY.`,
  );
}

interface FileWork {
  readonly input: ImportCsv;
  readonly kind: CsvKind;
  readonly dateFormat: string;
  readonly survey: FileSurvey;
  readonly lives: LivesLedger;
  readonly now: Date;
}

interface StoredBatch {
  readonly batch: readonly TableRow[];
  readonly summary: IngestSummary;
  /** Of the rows that were not rejected. */
  readonly dated: readonly DatedRow[];
}

async function storeBatch(work: FileWork, batch: readonly TableRow[]): Promise<StoredBatch> {
  const { input, kind, lives } = work;
  const items = batch.map((row) => readRow(work, row));
  const signals = signalsOf(items);
  // Accounts are made by their own file; in others they are named.
  const naming = kind.kind === 'accounts' ? [] : signals;
  await lives.look(naming.map(({ accountKey }) => accountKey));
  const summary = summarize(items, await store(input, signals), (message) => message);
  const refused = new Set(summary.rejected.map(({ index }) => index));
  const dated = items.flatMap((item, index): DatedRow[] => {
    const signal = 'signals' in item && !refused.has(index) && naming.length > 0 ? item.signals[0] : undefined;
    const at = kind.when === undefined ? null : signal?.occurredAt;
    return signal === undefined ? [] : [{ accountKey: signal.accountKey, at: at ?? null }];
  });
  return { batch, summary, dated };
}

function kindNamed(name: string): CsvKind {
  const kinds: Readonly<Record<string, CsvKind>> = csvKinds;
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind) return kind;
  throw new AppError('invalid', `"${name}" cannot be imported; known are ${Object.keys(kinds).join(', ')}.`);
}

function readRow({ dateFormat, input: { ctx }, kind, now, survey }: FileWork, row: TableRow): ParsedItem {
  const { columns, decimal, header, ids } = survey;
  const read = readValues(kind, row, { columns, header, dateFormat, decimal, timeZone: ctx.timeZone });
  if ('code' in read) return read;
  const future = futureField(kind, read.values, now);
  if (future !== null) return future;
  const id = ids.count() > 0 ? idOf(kind, columns, row) : null;
  const sharesId = id !== null && ids.isRepeated(id);
  return kind.toItem(read.values, { now, currency: ctx.reportingCurrency, sharesId });
}

function store({ ctx, dryRun }: ImportCsv, signals: readonly Signal[]): Promise<RecordOutcome[]> {
  if (dryRun !== true) return recordSignals({ ctx, input: { source: SOURCE, signals, maxAgeDays: HISTORY_DAYS } });
  const now = ctx.now();
  return Promise.resolve(
    signals.map((signal) => {
      const problem = checkSignal(signal, now, Math.min(HISTORY_DAYS, acceptedEventDays(ctx.retention)));
      return problem ? { status: 'rejected', ...problem } : { status: 'accepted' };
    }),
  );
}
