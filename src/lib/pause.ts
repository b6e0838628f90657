import { setTimeout } from 'node:timers/promises';

/** Waits so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return setTimeout(ms);
}
