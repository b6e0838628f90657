import { isObject, type JsonObject, listOf, stringOf } from '../json.ts';
import { LIMITS } from './limits.ts';
import { checkString, type Problems } from './problems.ts';

/** A `table` block: rows × columns, no empty cell. */
export function checkTable(problems: Problems, block: JsonObject, pointer: string): void {
  checkRows(problems, block, pointer, { min: 1, max: LIMITS.tableRows });
}

/** A `data_table` block: a caption, a plain header row, rows of equal length. */
export function checkDataTable(problems: Problems, block: JsonObject, pointer: string): void {
  checkString(problems, block['caption'], `${pointer}/caption`, { min: 1, max: LIMITS.sectionText });
  const rows = checkRows(problems, block, pointer, { min: 2, max: LIMITS.dataTableRows });
  const [header] = rows;
  if (header?.some((cell) => isObject(cell) && cell['type'] === 'rich_text')) {
    problems.add(`${pointer}/rows/0`, 'the header row cannot hold rich_text');
  }
  if (rows.some((row) => row.length !== header?.length)) {
    problems.add(`${pointer}/rows`, 'all rows must have the same number of cells');
  }
  const size = block['page_size'];
  if (size !== undefined && !isBetween(size, 1, LIMITS.dataTablePage)) {
    problems.add(`${pointer}/page_size`, `must be an integer from 1 to ${LIMITS.dataTablePage}`);
  }
  const index = block['row_header_column_index'];
  if (index !== undefined && !isBetween(index, 0, (header?.length ?? 1) - 1)) {
    problems.add(`${pointer}/row_header_column_index`, 'must be the index of a column');
  }
}

/** Characters in all cells of a table, for the limit that all tables of a message share. */
export function tableTextLength(block: JsonObject): number {
  return listOf(block['rows']).reduce<number>(
    (sum, row) => sum + listOf(row).reduce<number>((cells, cell) => cells + textLength(cell), 0),
    0,
  );
}

function checkRows(
  problems: Problems,
  block: JsonObject,
  pointer: string,
  count: { min: number; max: number },
): (readonly unknown[])[] {
  const rows = listOf(block['rows']);
  if (rows.length < count.min || rows.length > count.max) {
    problems.add(`${pointer}/rows`, `must have ${count.min} to ${count.max} rows`);
  }
  return rows.map((row, at) => {
    const cells = listOf(row);
    if (cells.length < 1 || cells.length > LIMITS.tableColumns) {
      problems.add(`${pointer}/rows/${at}`, `must have 1 to ${LIMITS.tableColumns} cells`);
    }
    cells.forEach((cell, column) => {
      checkCell(problems, cell, `${pointer}/rows/${at}/${column}`);
    });
    return cells;
  });
}

function checkCell(problems: Problems, cell: unknown, pointer: string): void {
  if (!isObject(cell)) {
    problems.add(pointer, 'must be an object');
    return;
  }
  switch (cell['type']) {
    case 'raw_text':
      if (stringOf(cell['text']) === '') {
        problems.add(`${pointer}/text`, 'must be more than 0 characters');
      }
      return;
    case 'raw_number':
      if (typeof cell['value'] !== 'number' || !Number.isFinite(cell['value'])) {
        problems.add(`${pointer}/value`, 'must be a number');
      }
      if (cell['text'] !== undefined && stringOf(cell['text']) === '') {
        problems.add(`${pointer}/text`, 'must be more than 0 characters');
      }
      return;
    case 'rich_text':
      if (textLength(cell) === 0) {
        problems.add(`${pointer}/elements`, 'must be more than 0 characters');
      }
      return;
    default:
      problems.add(`${pointer}/type`, `unsupported type: ${String(cell['type'])}`);
  }
}

/** Characters a reader sees; a mention or an emoji counts as one. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) {
    return value.reduce((sum: number, item: unknown) => sum + textLength(item), 0);
  }
  if (!isObject(value)) {
    return 0;
  }
  const own = typeof value['text'] === 'string' ? value['text'].length : value['elements'] === undefined ? 1 : 0;
  return own + textLength(value['elements']);
}

function isBetween(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
