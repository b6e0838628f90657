import type { TableRow } from './split-rows.ts';

/** The rows of a table in lists of one size, the last may be shorter. */
export async function* batchesOf(
  rows: AsyncIterable<readonly TableRow[]>,
  size: number,
): AsyncGenerator<readonly TableRow[]> {
  let batch: TableRow[] = [];
  for await (const arrived of rows) {
    for (const row of arrived) {
      batch.push(row);
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/**
 * Works on several items at the same time and hands on what they gave in the order of the items. The first failure
 * ends it, after what is running has ended.
 */
export async function inOrder<T, R>(
  items: AsyncIterable<T>,
  inFlight: number,
  work: (item: T) => Promise<R>,
  take: (result: R) => Promise<void>,
): Promise<void> {
  const running: Promise<R>[] = [];
  const next = async (): Promise<void> => {
    const first = running.shift();
    if (first !== undefined) await take(await first);
  };
  try {
    for await (const item of items) {
      running.push(work(item));
      if (running.length >= inFlight) await next();
    }
    while (running.length > 0) await next();
  } finally {
    await Promise.allSettled(running);
  }
}
