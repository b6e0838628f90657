import { type Html, html } from '../html.ts';

export interface Cell {
  readonly shown: Html | string;
  /** What the column is sorted by; null comes last. */
  readonly value: string | number | null;
}

export interface Column<T> {
  readonly header: string;
  readonly kind: 'text' | 'number';
  /** Longer words, which want room. */
  readonly prose?: boolean;
  readonly cell: (row: T) => Cell;
}

export const NOTHING: Cell = { shown: '–', value: null };

/** A table whose columns the script makes sortable; without it, it is a table in the order given. */
export function sortableTable<T>(
  { caption, columns, id }: { readonly id: string; readonly caption: string; readonly columns: readonly Column<T>[] },
  rows: readonly T[],
): Html {
  const heads = columns.map(
    ({ header, kind }) => html`<th scope="col" class="${kind}" data-sort="${kind}">${header}</th>`,
  );
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table class="sortable">
<caption id="${id}">${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map((column, place) => cellHtml(column, row, place))}</tr>\n`)}</tbody>
</table></div>`;
}

function cellHtml<T>({ cell, kind, prose = false }: Column<T>, row: T, place: number): Html {
  const { shown, value } = cell(row);
  const sorted = value === null ? '' : String(value);
  return place === 0
    ? html`<th scope="row" data-value="${sorted}">${shown}</th>`
    : html`<td class="${prose ? 'prose' : kind}" data-value="${sorted}">${shown}</td>`;
}

type Row = readonly (string | number)[];

/** A table in its own order, of texts and numbers; the first column names the row. */
export function fixedTable(caption: string, header: readonly string[], rows: readonly Row[]): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>${tableParts(header, rows)}</table></div>`;
}

/** The numbers of a chart as such a table, folded away. */
export function numbersTable(summary: string, header: readonly string[], rows: readonly Row[]): Html {
  return html`<details class="numbers"><summary>${summary}</summary><div class="scroll" role="region" aria-label="${summary}" tabindex="0"><table>
${tableParts(header, rows)}</table></div></details>`;
}

function tableParts(header: readonly string[], rows: readonly Row[]): Html {
  const cell = (value: string | number, place: number): Html =>
    place === 0 ? html`<th scope="row">${value}</th>` : html`<td class="number">${value}</td>`;
  const heads = header.map(
    (name, place) => html`<th scope="col" class="${place === 0 ? 'text' : 'number'}">${name}</th>`,
  );
  return html`<thead><tr>${heads}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody>`;
}
