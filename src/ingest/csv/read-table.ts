import { parse } from 'csv-parse/sync';

export interface TableRow {
  /** Of the file, the first is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  /** Lines that are no CSV, such as an unclosed quote. */
  readonly broken: readonly { readonly line: number; readonly reason: string }[];
}

const DELIMITERS = [',', ';', '\t'];

/** Reads CSV: with or without BOM, LF or CRLF, separated by comma, semicolon or tab, whichever the header has most of. */
export function readTable(content: string): Table {
  const broken: { line: number; reason: string }[] = [];
  // With one kind of line end the parser's line numbers are right, also after a quoted cell with line breaks.
  const text = content.replace(/\r\n?/g, '\n');
  const records = parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    info: true,
    raw: true,
    on_skip: (error) => {
      const line = Number(error?.lines ?? 0);
      // One fault may be reported twice: where it is, and as a quote that is open at the end.
      if (broken.at(-1)?.line !== line) broken.push({ line, reason: error?.message ?? 'cannot be read' });
      return undefined;
    },
  }) as unknown;
  const [first, ...rest] = Array.isArray(records) ? records.map(toRow) : [];
  return { header: first?.cells ?? [], rows: rest, broken };
}

function toRow(record: unknown): TableRow {
  const { record: cells, info, raw } = record as { record: string[]; info: { lines: number }; raw: string };
  // The parser counts to the end of a record; a quoted cell may span lines.
  const inner = raw.trim().match(/\n/g)?.length ?? 0;
  return { line: info.lines - inner, cells };
}

function delimiterOf(text: string): string {
  const header = (/^\ufeff?([^\n]*)/.exec(text)?.[1] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((mark) => header.split(mark).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
