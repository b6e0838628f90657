import { AppError } from '../../lib/errors.ts';
import { type DecimalMark, markOf } from './amount.ts';
import type { Encoding } from './decode-text.ts';
import type { CsvKind } from './kind.ts';
import { type ColumnMap, mapColumns } from './map-columns.ts';
import { writtenRow } from './read-row.ts';
import { type CsvContent, openTable } from './read-table.ts';
import { type RepeatedIds, repeatedIds } from './repeated-ids.ts';
import type { TableRow } from './split-rows.ts';
import { SYNONYMS } from './synonyms.ts';

/** What a file is, before anything of it is stored. */
export interface FileSurvey {
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly columns: ColumnMap;
  readonly decimal: DecimalMark;
  /** Without the header, with rows that are no CSV. */
  readonly rows: number;
  readonly ids: RepeatedIds;
}

export interface SurveyFile {
  readonly kind: CsvKind;
  readonly content: CsvContent;
  readonly fileName: string;
  readonly map: Readonly<Record<string, string>>;
  /** As somebody said; absent: what the amounts of the file show. */
  readonly decimal?: '.' | ',' | undefined;
}

/** A row's id as one text; null when it stands for itself. */
export function idOf(kind: CsvKind, columns: ColumnMap, row: TableRow): string | null {
  const parts = kind.identity(writtenRow(columns, row));
  return parts === null ? null : parts.map((part) => part ?? '').join('\u0000');
}

/**
 * Reads a file once from end to end: that all of it can be decoded, how amounts are written, and which ids stand on
 * rows that differ. What is stored of a row then does not depend on the rows around it.
 * @throws AppError `invalid` when the file as a whole cannot be used.
 */
export async function surveyFile({ content, decimal, fileName, kind, map }: SurveyFile): Promise<FileSurvey> {
  const { delimiter, encoding, header, rows } = await openTable(content, fileName);
  const names: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = SYNONYMS;
  const columns = mapColumns(kind, { header, given: map, synonyms: names[kind.kind] });
  const ids = repeatedIds();
  const marks = decimalMarks(kind, columns, fileName);
  let count = 0;
  for await (const batch of rows) {
    count += batch.length;
    for (const row of batch) {
      if (row.broken !== undefined) continue;
      if (decimal === undefined) marks.note(row);
      const id = idOf(kind, columns, row);
      if (id !== null) ids.note(id, row.cells.filter((_, at) => columns.fields[at] != null).join('\u0000'));
    }
  }
  return { encoding, delimiter, header, columns, decimal: decimal ?? marks.taken(), rows: count, ids };
}

interface DecimalMarks {
  readonly note: (row: TableRow) => void;
  readonly taken: () => DecimalMark;
}

function decimalMarks(kind: CsvKind, { fields }: ColumnMap, fileName: string): DecimalMarks {
  const amounts = fields.flatMap((field, at) => (field !== null && kind.fields[field] === 'amount' ? [at] : []));
  const seen = new Map<'.' | ',', { readonly line: number; readonly text: string }>();
  return {
    note: ({ cells, line }) => {
      for (const at of amounts) {
        const text = cells[at] ?? '';
        const mark = markOf(text);
        if (mark !== null && !seen.has(mark)) seen.set(mark, { line, text });
      }
    },
    taken: () => {
      const [one, other] = [...seen.values()];
      if (one !== undefined && other !== undefined) {
        const both = `"${one.text}" (line ${one.line}) and "${other.text}" (line ${other.line})`;
        const remedy = 'Say which is meant with --decimal . or --decimal , and the others are refused.';
        throw new AppError('invalid', `${fileName}: amounts are written in two ways, as ${both}. ${remedy}`);
      }
      return [...seen.keys()][0] ?? null;
    },
  };
}
