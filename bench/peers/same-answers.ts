/** Rows of numbers in an order of their own, for comparing what different engines say. */
function comparable(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map((row) => row.map((value) => String(value).replace(/^acct_/, '')).join(' ')).sort();
}

/** The rows of a ClickHouse answer: lines with tabs. */
export function tabbed(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

/** @throws Error naming the first row that differs: figures of different answers are worth nothing. */
export function expectSame(
  what: string,
  ours: readonly (readonly unknown[])[],
  theirs: readonly (readonly unknown[])[],
) {
  const [left, right] = [comparable(ours), comparable(theirs)];
  const at = left.findIndex((row, index) => row !== right[index]);
  if (at >= 0 || left.length !== right.length) {
    throw new Error(
      `${what} differs: ${left[at] ?? `${left.length} rows`} here, ${right[at] ?? `${right.length} rows`} there`,
    );
  }
}
