// @ts-check
import { around, find, findAll } from './dom.js';

/** @param {HTMLElement} table */
function draw(table) {
  const size = Number(table.dataset.size);
  const filter = find('.filter', table);
  const query = filter instanceof HTMLInputElement ? filter.value.trim().toLowerCase() : '';
  const rows = findAll('tbody tr', table);
  const shown = rows.filter((row) => (row.textContent ?? '').toLowerCase().includes(query));
  const last = Math.max(0, Math.ceil(shown.length / size) - 1);
  const page = Math.min(Math.max(Number(table.dataset.page ?? 0), 0), last);
  table.dataset.page = String(page);
  for (const row of rows) {
    const at = shown.indexOf(row);
    row.hidden = at < page * size || at >= (page + 1) * size;
  }
  const pages = find('.pages', table);
  if (pages !== null) {
    const from = shown.length === 0 ? 0 : page * size + 1;
    pages.textContent = `${from}–${Math.min((page + 1) * size, shown.length)} of ${shown.length}`;
  }
}

/**
 * @param {HTMLElement} table
 * @param {HTMLElement} button
 */
function sort(table, button) {
  const head = button.closest('th');
  const column = Number(button.dataset.sort);
  const direction = head?.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
  for (const other of findAll('th[aria-sort]', table)) {
    other.removeAttribute('aria-sort');
  }
  head?.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
  const body = find('tbody', table);
  const rows = findAll('tbody tr', table);
  rows.sort((one, two) => direction * compare(one.children[column], two.children[column]));
  body?.append(...rows);
  table.dataset.page = '0';
  draw(table);
}

/**
 * Numbers by value, everything else by its text.
 * @param {Element | undefined} one
 * @param {Element | undefined} two
 */
function compare(one, two) {
  const [left, right] = [one, two].map((cell) => (cell instanceof HTMLElement ? cell.dataset.order : undefined));
  return left !== undefined && right !== undefined
    ? Number(left) - Number(right)
    : (one?.textContent ?? '').localeCompare(two?.textContent ?? '', 'en', { numeric: true });
}

export function startDataTables() {
  document.addEventListener('click', (event) => {
    const table = around(event, '.data-table');
    const sorter = around(event, '[data-sort]');
    const pager = around(event, '[data-page][aria-label]');
    if (table !== null && sorter !== null) {
      sort(table, sorter);
    } else if (table !== null && pager !== null) {
      table.dataset.page = String(Number(table.dataset.page ?? 0) + Number(pager.dataset.page));
      draw(table);
    }
  });
  document.addEventListener('input', (event) => {
    const table = around(event, '.data-table');
    if (table !== null && around(event, '.filter') !== null) {
      table.dataset.page = '0';
      draw(table);
    }
  });
}
