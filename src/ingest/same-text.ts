import { hash, timingSafeEqual } from 'node:crypto';

/** Whether two texts are equal. How long it takes says nothing of where they differ, nor of their lengths. */
export function isSameText(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}
