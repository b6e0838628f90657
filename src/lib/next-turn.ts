import { setImmediate } from 'node:timers/promises';

/** Lets everything else that waits in this process have its turn first. */
export function nextTurn(): Promise<void> {
  return setImmediate();
}

/** Lists of at most so many out of longer ones, with a turn of the event loop before each but the first. */
export async function* inTurns<T>(
  parts: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  most: number,
): AsyncGenerator<readonly T[], void, undefined> {
  let isFirst = true;
  for await (const part of parts) {
    for (let from = 0; from < part.length; from += most) {
      if (!isFirst) await nextTurn();
      isFirst = false;
      yield part.slice(from, from + most);
    }
  }
}
