import { describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../src/app/record-signals.ts';
import { microBatch } from '../../src/ingest/micro-batch.ts';
import type { RecordVerb } from '../../src/ingest/routes.ts';
import { activity, eventId } from '../app/signals.ts';

const signal = (name: string) => activity({ accountKey: 'a', id: eventId(name), userKey: name });

describe('micro-batches', () => {
  const batches: number[] = [];
  const record: RecordVerb = async (_source, signals) => {
    batches.push(signals.length);
    await new Promise((done) => setTimeout(done, 5));
    if (signals.some((one) => one.kind === 'activity' && one.userKey === 'bad')) throw new Error('away');
    return signals.map((one): RecordOutcome => {
      const message = one.kind === 'activity' ? (one.userKey ?? '') : '';
      return { status: 'rejected', code: 'echo', message };
    });
  };

  it('shares transactions among waiting requests and gives each its own outcomes', async () => {
    batches.length = 0;
    const shared = microBatch(record, { maxInFlight: 1, maxSignals: 6 });
    const names = Array.from({ length: 10 }, (_, n) => `u${n}`);
    const replies = await Promise.all(names.map((name) => shared('events', [signal(name), signal(`${name}b`)])));
    expect(replies.map((reply) => reply.map((one) => (one.status === 'rejected' ? one.message : '')))).toEqual(
      names.map((name) => [name, `${name}b`]),
    );
    expect(batches).toEqual([2, 6, 6, 6]);
  });

  it('fails the requests of a failed transaction, and goes on', async () => {
    const shared = microBatch(record, { maxInFlight: 1 });
    await expect(shared('events', [signal('bad')])).rejects.toThrow('away');
    expect(await shared('events', [signal('good')])).toHaveLength(1);
  });

  it('leaves deliveries and other sources alone', async () => {
    batches.length = 0;
    const shared = microBatch(record, { maxInFlight: 1 });
    await Promise.all([
      shared('events', [signal('a')]),
      shared('stripe', [signal('b')], { id: 'd1' }),
      shared('events', [signal('c')]),
      shared('csv', [signal('d')]),
    ]);
    expect(batches).toEqual([1, 1, 1, 1]);
  });
});
