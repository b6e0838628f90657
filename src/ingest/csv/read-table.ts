import { AppError } from '../../lib/errors.ts';
import { decodeText, type Encoding } from './decode-text.ts';
import { unguarded } from './rejected-columns.ts';
import { type RowSplitter, rowSplitter, type TableRow } from './split-rows.ts';

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
  /** Lines that are no CSV, such as an unclosed quote. */
  readonly broken: readonly { readonly line: number; readonly reason: string }[];
}

/** A file that can be read more than once: its text, or its bytes from the beginning. */
export type CsvContent = string | (() => AsyncIterable<Uint8Array>);

/** A table whose rows are read as they are taken, also those that are no CSV. */
export interface OpenTable {
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly rows: AsyncGenerator<readonly TableRow[]>;
}

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A header that does not end within this is none. */
const MAX_HEADER = 1_048_576;

/**
 * Opens CSV: separated by comma, semicolon, tab or bar, whichever the header has most of, or as a line `sep=;` says.
 * Holds one piece and one row in memory.
 * @throws AppError `invalid` for another encoding or without a header; while rows are read, too.
 */
export async function openTable(content: CsvContent, fileName: string): Promise<OpenTable> {
  const { encoding, pieces } =
    typeof content === 'string' ? textPieces(content) : await decodeText(content(), fileName);
  const { delimiter, splitter, text } = opening(await headOf(pieces));
  const rows = tableRows(splitter, text, pieces);
  for (;;) {
    const { done, value } = await rows.next();
    if (done) throw new AppError('invalid', `${fileName}: has no header line.`);
    const [first, ...others] = value;
    if (first === undefined) continue;
    if (first.broken !== undefined) throw new AppError('invalid', `${fileName}: the header line ${first.broken}.`);
    return { encoding, delimiter, header: first.cells, rows: chained(others, rows, first.cells) };
  }
}

/** Reads the text of a small file at once. */
export function readTable(content: string): Table {
  const { splitter, text } = opening(unified(content));
  const [header, ...rows] = [...splitter.push(text), ...splitter.end()];
  return {
    header: header?.broken === undefined ? (header?.cells ?? []) : [],
    rows: rows.filter(({ broken }) => broken === undefined),
    broken: rows.flatMap(({ line, broken }) => (broken === undefined ? [] : [{ line, reason: broken }])),
  };
}

async function* tableRows(
  splitter: RowSplitter,
  text: string,
  pieces: AsyncGenerator<string>,
): AsyncGenerator<readonly TableRow[]> {
  yield splitter.push(text);
  for await (const piece of pieces) yield splitter.push(piece);
  yield splitter.end();
}

async function* chained(
  first: readonly TableRow[],
  rest: AsyncGenerator<readonly TableRow[]>,
  header: readonly string[],
): AsyncGenerator<readonly TableRow[]> {
  yield unguarded(header, first);
  for await (const rows of rest) yield unguarded(header, rows);
}

/** The text up to the end of the header's first line, and what came with it. */
async function headOf(pieces: AsyncGenerator<string>): Promise<string> {
  let head = '';
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) return head;
    head += value;
    if (head.length > MAX_HEADER || head.includes('\n', preamble(head).length)) return head;
  }
}

/** Blank lines, and the line `sep=;` by which spreadsheets name the separator. */
function preamble(head: string): { readonly length: number; readonly delimiter: string | undefined } {
  const start = blankLines(head);
  const [line, delimiter] = /^sep=([^\n])[^\S\n]*(?:\n|$)/.exec(head.slice(start, start + 20)) ?? [''];
  const next = start + line.length;
  return { length: next + blankLines(head.slice(next)), delimiter };
}

function blankLines(text: string): number {
  const blank = text.length - text.trimStart().length;
  return blank === 0 ? 0 : text.lastIndexOf('\n', blank - 1) + 1;
}

function opening(head: string): { delimiter: string; splitter: RowSplitter; text: string } {
  const { delimiter: named, length } = preamble(head);
  const text = head.slice(length);
  const delimiter = named ?? delimiterOf(text.slice(0, Math.max(text.indexOf('\n'), 0) || text.length));
  return { delimiter, splitter: rowSplitter(delimiter, head.slice(0, length).split('\n').length), text };
}

function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((mark) => bare.split(mark).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function textPieces(content: string): { encoding: Encoding; pieces: AsyncGenerator<string> } {
  async function* once() {
    yield unified(content);
  }
  return { encoding: 'UTF-8', pieces: once() };
}

function unified(content: string): string {
  const text = content.startsWith('\ufeff') ? content.slice(1) : content;
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
