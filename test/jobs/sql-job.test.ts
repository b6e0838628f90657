import { describe, expect, it } from 'vitest';
import { sqlJob } from '../../src/jobs/jobs/sql.ts';
import { testContext } from '../support/context.ts';

const ctx = testContext({} as never);

/** A read that goes on until it is told to stop, or for ever. */
function reading(ends: 'when told' | 'never' | 'with an error') {
  const begun: string[] = [];
  return {
    begun,
    read: ({ stop }: { readonly stop: AbortSignal }) => {
      begun.push('read');
      if (ends === 'with an error') return Promise.reject(new Error('lost'));
      return new Promise<void>((done) => {
        if (ends === 'when told') stop.addEventListener('abort', () => done());
      });
    },
  };
}

describe('the reads of databases of the team', () => {
  it('go on beside the other jobs, each once at a time', async () => {
    const [first, second] = [reading('when told'), reading('when told')];
    const { job, stop } = sqlJob([
      { name: 'first', read: first.read },
      { name: 'second', read: second.read },
    ]);
    for (let tick = 0; tick < 3; tick++) await job.run({ ctx });
    expect([first.begun.length, second.begun.length]).toEqual([1, 1]);
    expect(await stop(1000)).toBe(true);
    await job.run({ ctx });
    expect(first.begun.length).toBe(1);
  });

  it('are tried again at the next tick when they break off', async () => {
    const { begun, read } = reading('with an error');
    const { job, stop } = sqlJob([{ name: 'first', read }]);
    await job.run({ ctx });
    await new Promise((done) => setImmediate(done));
    await job.run({ ctx });
    expect(begun.length).toBe(2);
    expect(await stop(1000)).toBe(true);
  });

  it('are not waited for longer than is allowed', async () => {
    const { job, stop } = sqlJob([{ name: 'first', read: reading('never').read }]);
    await job.run({ ctx });
    expect(await stop(20)).toBe(false);
  });
});
