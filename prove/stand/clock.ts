import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks again and again until there is something.
 * @throws Error with `what` when there is nothing after `withinMs`.
 */
export async function until<T>(
  what: string,
  find: () => Promise<T | null | false> | T | null | false,
  { everyMs = 25, withinMs = 30_000 } = {},
): Promise<T> {
  for (const end = Date.now() + withinMs; ; ) {
    const found = await find();
    if (found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await sleep(everyMs);
  }
}

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}
