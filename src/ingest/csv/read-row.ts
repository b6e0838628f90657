import type { DecimalMark } from './amount.ts';
import { readField } from './field.ts';
import type { CsvKind, CsvRow } from './kind.ts';
import type { ColumnMap, MappedKind } from './map-columns.ts';
import type { TableRow } from './split-rows.ts';
import { WORDS } from './synonyms.ts';

export interface ReadValues {
  readonly columns: ColumnMap;
  readonly header: readonly string[];
  readonly dateFormat: string;
  readonly decimal: DecimalMark;
  /** IANA. */
  readonly timeZone: string;
}

/** Why a row is refused. The message begins with the field, where it is about one. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Where and why a row was refused. */
export interface RejectedRow {
  readonly line: number;
  /** null: the row as a whole. */
  readonly column: string | null;
  readonly reason: string;
}

const DAY_MS = 86_400_000;

/** The fields of a row, each in one spelling, or why the row cannot be read. */
export function readValues(
  kind: MappedKind,
  row: TableRow,
  { columns: { fields }, dateFormat, decimal, header, timeZone }: ReadValues,
): { readonly values: CsvRow } | Refusal {
  if (row.broken !== undefined) return refused(`the row ${row.broken}`);
  const { length } = row.cells;
  if (length < header.length || row.cells.slice(header.length).some((cell) => cell !== '')) {
    return refused(`the row has ${length} cells, the header ${header.length}`);
  }
  const values: Record<string, string> = {};
  for (const [at, field] of fields.entries()) {
    const text = row.cells[at] ?? '';
    const type = field === null ? undefined : kind.fields[field];
    if (field === null || type === undefined || text === '') continue;
    const read = readField(type, inOurWords(field, text), { dateFormat, timeZone, decimal });
    if ('problem' in read) return refused(`${field}: "${text.slice(0, 60)}" ${read.problem}`);
    values[field] = read.value;
  }
  const missing = kind.required.find((field) => values[field] === undefined);
  return missing === undefined ? { values } : refused(`${missing}: is empty`);
}

/** The first day or instant of a row that has not come, unless it may lie ahead; a day's time zones are forgiven. */
export function futureField(kind: Pick<CsvKind, 'fields' | 'ahead'>, values: CsvRow, now: Date): Refusal | null {
  for (const [field, type] of Object.entries(kind.fields)) {
    const value = values[field];
    if ((type !== 'day' && type !== 'instant') || value === undefined || kind.ahead?.includes(field)) continue;
    if (Date.parse(value) - now.getTime() > DAY_MS) {
      return refused(`${field}: ${value.slice(0, 10)} is in the future; check the date, and --date-format`);
    }
  }
  return null;
}

/** The fields of a row as they are written, for comparing rows. */
export function writtenRow({ fields }: ColumnMap, { cells }: TableRow): CsvRow {
  const values: Record<string, string> = {};
  for (const [at, field] of fields.entries()) {
    const text = cells[at] ?? '';
    if (field !== null && text !== '') values[field] = text;
  }
  return values;
}

/** Turns `field: reason` into the column of the file that fills the field. */
export function placed(line: number, message: string, { fields }: ColumnMap, header: readonly string[]): RejectedRow {
  const [, field = '', reason = ''] = /^([a-z_]+): ([\s\S]*)$/.exec(message) ?? [];
  const column = header[fields.indexOf(field)];
  return column === undefined ? { line, column: null, reason: message } : { line, column, reason };
}

function inOurWords(field: string, text: string): string {
  const words = Object.hasOwn(WORDS, field) ? WORDS[field] : undefined;
  const word = text.toLowerCase();
  return words !== undefined && Object.hasOwn(words, word) ? (words[word] ?? text) : text;
}

function refused(message: string): Refusal {
  return { code: 'invalid', message };
}
