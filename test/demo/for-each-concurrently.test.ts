import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { forEachConcurrently } from '../../src/demo/for-each-concurrently.ts';

describe('working on several items at a time', () => {
  it('handles every item once and never more than the limit at a time', async () => {
    const done: number[] = [];
    let [open, most] = [0, 0];
    await forEachConcurrently(
      Array.from({ length: 40 }, (_, index) => index),
      3,
      async (item) => {
        open += 1;
        most = Math.max(most, open);
        await delay(item % 3);
        open -= 1;
        done.push(item);
      },
    );
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index));
    expect(most).toBe(3);
  });

  it('takes no further item after a failure, and reports it when the running ones are finished', async () => {
    const [started, finished]: [number[], number[]] = [[], []];
    const work = async (item: number): Promise<void> => {
      started.push(item);
      await delay(item === 0 ? 1 : 10);
      if (item === 0) throw new Error('item 0');
      finished.push(item);
    };
    await expect(forEachConcurrently([0, 1, 2, 3, 4, 5], 2, work)).rejects.toThrow('item 0');
    expect(started).toEqual([0, 1]);
    expect(finished).toEqual([1]);
  });
});
