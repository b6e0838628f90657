import type { types } from '@slack/bolt';
import { plain } from '../mrkdwn.ts';

/** Of the 12,000 characters of a message, with room for its text and what stands around the table. */
const CELLS = 5500;
const CELL = 120;
const ROWS = 101;
/** From here on a table is worth its sorting; fewer accounts read better as lines on a phone. */
export const TABLE_FROM = 9;
export const NOTHING = '—';

/** A text, or a number that is sorted by its value and shown as its text. */
export type Cell = string | { readonly value: number; readonly text: string };

export interface TableSpec {
  /** Read by screen readers. */
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly pageSize?: number;
}

export interface ShownTable {
  readonly block: types.DataTableBlock;
  /** Rows for which there was no room. */
  readonly left: number;
}

/** A sortable table of plain texts and numbers, as many rows as Slack takes. Null without a row. */
export function dataTable({ caption, header, rows, pageSize = 10 }: TableSpec): ShownTable | null {
  const cells = [header, ...rows].slice(0, ROWS).map((row) => row.map(cellOf));
  let used = 0;
  const over = cells.findIndex((row) => {
    used += row.reduce((sum, { text }) => sum + text.length, 0);
    return used > CELLS;
  });
  const kept = over === -1 ? cells : cells.slice(0, over);
  if (kept.length < 2) return null;
  const block: types.DataTableBlock = {
    type: 'data_table',
    caption: plain(caption, { max: 150 }),
    rows: kept,
    page_size: Math.min(pageSize, 100),
    row_header_column_index: 0,
  };
  return { block, left: rows.length - (kept.length - 1) };
}

function cellOf(cell: Cell): types.RawTextElement | types.RawNumberElement {
  if (typeof cell === 'string') return { type: 'raw_text', text: plain(cell, { max: CELL }) };
  return { type: 'raw_number', value: cell.value, text: plain(cell.text, { max: CELL }) };
}
