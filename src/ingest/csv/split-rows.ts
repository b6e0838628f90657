export interface TableRow {
  /** Of the file, the first is 1; of a row that spans lines, its first. */
  readonly line: number;
  /** Without white space around them. Of a row that is no CSV: its text. */
  readonly cells: readonly string[];
  /** Why it is no CSV. */
  readonly broken?: string | undefined;
}

export interface RowSplitter {
  /** The rows that are complete with this piece; line ends are LF. */
  readonly push: (piece: string) => TableRow[];
  /** What is left at the end of the text. */
  readonly end: () => TableRow[];
}

/** Characters of one row. It bounds what one forgotten quotation mark can swallow, and the memory. */
const MAX_ROW = 1_048_576;
const SHOWN = 2_000;

/**
 * Splits text into rows as it arrives. A row that is no CSV costs itself alone: reading goes on with the next line,
 * where a parser by the letter would look for the missing quotation mark until the end of the file.
 */
export function rowSplitter(delimiter: string, firstLine = 1, maxRow = MAX_ROW): RowSplitter {
  let rest = '';
  let line = firstLine;
  /** Inside a row that was too long: nothing is kept until the line ends. */
  let skipping = false;

  const take = (final: boolean): TableRow[] => {
    const rows: TableRow[] = [];
    let at = 0;
    while (at < rest.length) {
      const newline = rest.indexOf('\n', at);
      const end = newline === -1 ? rest.length : newline;
      if (newline === -1 && !final && end - at <= maxRow) break;
      if (skipping || end - at > maxRow) {
        if (!skipping) rows.push(brokenRow(line, rest.slice(at, at + SHOWN), `is longer than ${maxRow} characters`));
        skipping = newline === -1 && !final;
        if (newline !== -1) line++;
        at = end + 1;
        continue;
      }
      const read = readRow(rest, { at, end, delimiter, maxRow, final });
      if (read === 'more') break;
      const text = rest.slice(at, end);
      if (typeof read === 'string') rows.push(brokenRow(line, text.slice(0, SHOWN), read));
      else if (read.cells.some((cell) => cell !== '')) rows.push({ line, cells: read.cells });
      const next = typeof read === 'string' ? end : read.end;
      line += 1 + (next === end ? 0 : newlines(rest, end, next));
      at = next + 1;
    }
    rest = rest.slice(at);
    return rows;
  };
  return {
    push: (piece) => {
      rest += piece;
      return take(false);
    },
    end: () => take(true),
  };
}

interface RowFrame {
  readonly at: number;
  /** Of the row's first line. */
  readonly end: number;
  readonly delimiter: string;
  readonly maxRow: number;
  /** Nothing comes after the text. */
  readonly final: boolean;
}

/** The cells and the end of the row at a place; why it is no CSV; or `more` when its end has not arrived. */
function readRow(text: string, frame: RowFrame): { readonly cells: readonly string[]; readonly end: number } | string {
  const { at, end, delimiter } = frame;
  const line = text.slice(at, end);
  if (!line.includes('"')) return { cells: line.split(delimiter).map((cell) => cell.trim()), end };
  const cells: string[] = [];
  for (let from = at; ; ) {
    const open = afterBlanks(text, from, delimiter);
    if (text[open] !== '"') {
      const stop = endOfPlain(text, from, delimiter);
      if (stop >= text.length && !frame.final) return unfinished(text, frame);
      cells.push(text.slice(from, stop).trim());
      if (text[stop] !== delimiter) return { cells, end: stop };
      from = stop + 1;
      continue;
    }
    const close = closingQuote(text, open + 1);
    if (close === -1 || close - at > frame.maxRow) return unfinished(text, frame);
    const stop = afterBlanks(text, close + 1, delimiter);
    // Whether the quote closes shows in what follows it.
    if (stop >= text.length && !frame.final) return unfinished(text, frame);
    cells.push(
      text
        .slice(open + 1, close)
        .replaceAll('""', '"')
        .trim(),
    );
    if (stop >= text.length || text[stop] === '\n') return { cells, end: Math.min(stop, text.length) };
    if (text[stop] !== delimiter) return 'has text after a closing quotation mark; double the marks inside a cell';
    from = stop + 1;
  }
}

function unfinished(text: string, { at, final, maxRow }: RowFrame): string {
  return final || text.length - at > maxRow ? 'has a quotation mark that is not closed' : 'more';
}

/** The mark that closes a quoted cell: two in a row are one that is meant. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

function endOfPlain(text: string, from: number, delimiter: string): number {
  const mark = text.indexOf(delimiter, from);
  const newline = text.indexOf('\n', from);
  const end = newline === -1 ? text.length : newline;
  return mark === -1 ? end : Math.min(mark, end);
}

function afterBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at++;
  return at;
}

function brokenRow(line: number, text: string, broken: string): TableRow {
  return { line, cells: [text], broken };
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
