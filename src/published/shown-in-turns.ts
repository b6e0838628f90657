import { inTurns, nextTurn } from '../lib/next-turn.ts';

/** Accounts that are made into text at once: some two milliseconds of this process. */
const AT_ONCE = 20;

/** Each row as it is shown, a few at a time, with a turn of the event loop before each few. */
export async function* shownInTurns<Row, Shown>(
  parts: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  show: (row: Row) => Shown,
): AsyncGenerator<readonly Shown[], void, undefined> {
  // Another list of the same answer may have been shown a moment ago.
  await nextTurn();
  for await (const few of inTurns(parts, AT_ONCE)) yield few.map(show);
}
