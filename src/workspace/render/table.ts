import { isObject, type JsonObject, listOf, objectOf, stringOf } from '../json.ts';
import { attributes, escapeHtml } from './escape-html.ts';
import type { RenderContext } from './render-context.ts';
import { richTextHtml } from './rich-text.ts';

/** Characters of a cell that wraps instead of making its column as wide as itself. */
const WRAPPED = 28;

/** A `table` block; its first row is the head. */
export function tableHtml(block: JsonObject, context: RenderContext): string {
  const settings = listOf(block['column_settings']);
  const [head = [], ...rows] = listOf(block['rows']).map(listOf);
  const cells = (row: readonly unknown[], tag: 'th' | 'td') =>
    row
      .map((cell, column) => {
        const setting = objectOf(settings[column]);
        const align = stringOf(setting['align']) || (isNumber(cell) ? 'right' : 'left');
        const names = `${alignClass(align)}${setting['is_wrapped'] === true ? ' wrap' : ''}`;
        return `<${tag}${tag === 'th' ? ' scope="col"' : ''} class="${names}">${cellHtml(cell, context)}</${tag}>`;
      })
      .join('');
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
  return `<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table class="table"><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${body}</tbody></table></div>`;
}

const DEFAULT_PAGE = 5;

/** A `data_table` block: head buttons that sort, a filter, pages. Without the script all first-page rows show. */
export function dataTableHtml(block: JsonObject, context: RenderContext): string {
  const [head = [], ...rows] = listOf(block['rows']).map(listOf);
  const size = typeof block['page_size'] === 'number' ? block['page_size'] : DEFAULT_PAGE;
  const rowHeader = typeof block['row_header_column_index'] === 'number' ? block['row_header_column_index'] : 0;
  const numeric = head.map((_cell, column) => rows.some((row) => isNumber(row[column])));
  const headHtml = head
    .map(
      (cell, column) =>
        `<th scope="col" class="${alignClass(numeric[column] ? 'right' : 'left')}"><button type="button" data-sort="${column}">${cellHtml(cell, context)}<span class="arrow" aria-hidden="true"></span></button></th>`,
    )
    .join('');
  const bodyHtml = rows
    .map((row, index) => {
      const cells = row.map((cell, column) => dataCellHtml(cell, { rowHeader: column === rowHeader, context }));
      return `<tr${attributes({ hidden: index >= size })}>${cells.join('')}</tr>`;
    })
    .join('');
  const caption = escapeHtml(stringOf(block['caption']));
  const filter =
    rows.length > size
      ? `<input type="search" class="filter" placeholder="Filter" aria-label="Filter ${caption}">`
      : '';
  const pager =
    rows.length > size
      ? `<div class="pager"><button type="button" data-page="-1" aria-label="Previous page">‹</button><span class="pages" aria-live="polite">1–${size} of ${rows.length}</span><button type="button" data-page="1" aria-label="Next page">›</button></div>`
      : '';
  return `<div class="data-table" data-size="${size}"><div class="data-head"><span class="caption">${caption}</span>${filter}</div><div class="table-scroll" tabindex="0" role="region" aria-label="${caption}"><table class="table"><thead><tr>${headHtml}</tr></thead><tbody>${bodyHtml}</tbody></table></div>${pager}</div>`;
}

function dataCellHtml(cell: unknown, place: { rowHeader: boolean; context: RenderContext }): string {
  const tag = place.rowHeader ? 'th' : 'td';
  const order = isObject(cell) && typeof cell['value'] === 'number' ? cell['value'] : null;
  const values = attributes({
    scope: place.rowHeader ? 'row' : null,
    class: `${alignClass(isNumber(cell) ? 'right' : 'left')}${textOf(cell).length > WRAPPED ? ' wrap' : ''}`,
    'data-order': order,
  });
  return `<${tag}${values}>${cellHtml(cell, place.context)}</${tag}>`;
}

function cellHtml(cell: unknown, context: RenderContext): string {
  const value = objectOf(cell);
  switch (value['type']) {
    case 'rich_text':
      return richTextHtml(value, context);
    case 'raw_number':
      return escapeHtml(stringOf(value['text']) || Number(value['value']).toLocaleString('en-US'));
    default:
      return escapeHtml(stringOf(value['text']));
  }
}

function textOf(cell: unknown): string {
  return stringOf(objectOf(cell)['text']);
}

function isNumber(cell: unknown): boolean {
  return isObject(cell) && cell['type'] === 'raw_number';
}

function alignClass(align: string): string {
  return ['left', 'center', 'right'].includes(align) ? `align-${align}` : 'align-left';
}
