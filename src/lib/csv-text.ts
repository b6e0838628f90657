export type CsvValue = string | number | null;

/** CSV with CRLF; a text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvText(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return [header, ...rows].map(line).join('');
}

/** The same in pieces, of rows that come in parts. */
export async function* csvPieces(
  header: readonly string[],
  parts: AsyncIterable<readonly (readonly CsvValue[])[]>,
): AsyncGenerator<string, void, undefined> {
  let piece = line(header);
  for await (const part of parts) {
    yield piece + part.map(line).join('');
    piece = '';
  }
  if (piece !== '') yield piece;
}

function line(row: readonly CsvValue[]): string {
  return `${row.map(cell).join(',')}\r\n`;
}

/** What spreadsheets take for the beginning of a formula, in the wide form of East Asian keyboards too. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/;

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
