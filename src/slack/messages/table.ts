import type { types } from '@slack/bolt';
import { plain } from '../mrkdwn.ts';

/** Of the 10,000 characters that all cells of a message's tables may have. */
const CELLS = 8000;
const CELL = 120;

export interface TableSpec {
  /** Read by screen readers. */
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly pageSize?: number;
}

/** A sortable table of plain texts; rows beyond Slack's limits are left out. Null without a row. */
export function dataTable({ caption, header, rows, pageSize = 10 }: TableSpec): types.DataTableBlock | null {
  const cells = [header, ...rows].slice(0, 101).map((row) => row.map((text) => plain(text, { max: CELL })));
  let used = 0;
  const kept = cells.filter((row) => {
    used += row.reduce((sum, text) => sum + text.length, 0);
    return used <= CELLS;
  });
  if (kept.length < 2) return null;
  return {
    type: 'data_table',
    caption: plain(caption, { max: 150 }),
    rows: kept.map((row) => row.map((text) => ({ type: 'raw_text', text }))),
    page_size: Math.min(pageSize, 100),
    row_header_column_index: 0,
  };
}
