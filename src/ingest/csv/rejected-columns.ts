import type { TableRow } from './split-rows.ts';

/** What a file of rejected rows has before the columns of the file they come from. No kind has fields of these names. */
export const REJECTED_COLUMNS = ['rejected_line', 'rejected_column', 'rejected_reason'] as const;

/** Rows of a file of rejected rows as they were: an apostrophe kept spreadsheets from running a cell. */
export function unguarded(header: readonly string[], rows: readonly TableRow[]): readonly TableRow[] {
  if (REJECTED_COLUMNS.some((name, at) => header[at] !== name)) return rows;
  return rows.map((row) => ({ ...row, cells: row.cells.map((cell) => cell.replace(/^'(?=[=+\-@])/, '')) }));
}
