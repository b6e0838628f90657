/** Runs in the browser: makes the heads of tables into buttons that sort. Without it the tables stay as they came. */
export const SORT_SCRIPT = `'use strict';
(() => {
  const compare = { number: (a, b) => a - b, text: (a, b) => a.localeCompare(b) };
  const valueOf = (row, column, kind) => {
    const text = row.cells[column].dataset.value;
    if (text === '') return null;
    return kind === 'number' ? Number(text) : text;
  };
  const sort = (table, head, column, kind) => {
    const before = head.getAttribute('aria-sort');
    const down = before === null ? kind === 'number' : before === 'ascending';
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, column, kind) }));
    rows.sort((a, b) => {
      if (a.value === null || b.value === null) return (a.value === null ? 1 : 0) - (b.value === null ? 1 : 0);
      return compare[kind](a.value, b.value) * (down ? -1 : 1);
    });
    body.append(...rows.map(({ row }) => row));
  };
  for (const table of document.querySelectorAll('table.sortable')) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const kind = head.dataset.sort;
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      button.addEventListener('click', () => sort(table, head, column, kind));
      head.append(button);
    });
  }
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details.account:not([open])')];
    for (const one of folded) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of folded) one.open = false;
  });
})();
`;
