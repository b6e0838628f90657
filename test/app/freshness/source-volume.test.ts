import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sourceFaults } from '../../../src/app/freshness/source-faults.ts';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import type { Signal } from '../../../src/domain/signal.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { fc } from '../../support/fc.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterEach(() =>
  database.pool.query('truncate events, account_day, account_users, source_volume, source_watermarks, data_problems'),
);
afterAll(() => database.close());

const NOW = new Date('2026-03-05T12:00:00Z');
const context = (now = NOW) => testContext(database.pool, { now: () => now });

let serial = 0;
function activity(at: Date, more: Partial<Extract<Signal, { kind: 'activity' }>> = {}): Signal {
  serial += 1;
  const id = `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
  return {
    kind: 'activity',
    accountKey: 'acme',
    occurredAt: at,
    id,
    name: 'opened',
    actor: 'human',
    userKey: 'u',
    ...more,
  };
}

const record = (signals: readonly Signal[], source = 'events', now = NOW) =>
  recordSignals({ ctx: context(now), input: { source, signals } });

async function volume(): Promise<[string, number][]> {
  const { rows } = await database.pool.query('select quarter, signals from source_volume order by quarter');
  return rows.map(({ quarter, signals }) => [quarter.toISOString(), signals]);
}

describe('the volume of a source', () => {
  it('counts what is accepted, in the quarter of an hour that it names', async () => {
    const one = activity(new Date('2026-03-05T10:14:59Z'));
    await record([one, activity(new Date('2026-03-05T10:15:00Z')), activity(new Date('2026-03-05T10:00:00Z'))]);
    await record([one]);
    expect(await volume()).toEqual([
      ['2026-03-05T10:00:00.000Z', 2],
      ['2026-03-05T10:15:00.000Z', 1],
    ]);
  });

  it('leaves out programs, events without a person and history that is never compared', async () => {
    await record([
      activity(NOW, { actor: 'service' }),
      activity(NOW, { userKey: null }),
      activity(new Date('2026-01-01T00:00:00Z')),
    ]);
    expect(await volume()).toEqual([]);
    const { rows } = await database.pool.query('select signals from source_watermarks');
    expect(rows).toEqual([{ signals: 3 }]);
  });

  it('does not believe a clock that runs ahead', async () => {
    await record([activity(new Date(NOW.getTime() + 60_000))]);
    expect(await volume()).toEqual([['2026-03-05T12:00:00.000Z', 1]]);
  });

  it('adds up to the same counts in any order and split of deliveries, at once', async () => {
    const instants = fc.array(fc.integer({ min: 0, max: 3 * 86_400_000 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(instants, fc.integer({ min: 1, max: 4 }), async (offsets, parts) => {
        await database.pool.query('truncate source_volume, source_watermarks, events, account_day');
        const signals = offsets.map((offset) => activity(new Date(NOW.getTime() - offset)));
        const batches = Array.from({ length: parts }, (_, part) =>
          signals.filter((_s, index) => index % parts === part),
        );
        await Promise.all(batches.filter((batch) => batch.length > 0).map((batch) => record(batch)));
        const counted = (await volume()).reduce((sum, [, count]) => sum + count, 0);
        expect(counted).toBe(signals.length);
      }),
      { numRuns: 25 },
    );
  });

  it('tells a feed that stopped from one that goes on, through the ingest alone', async () => {
    const hours = (from: string, count: number): Date[] =>
      Array.from({ length: count }, (_, hour) => new Date(Date.parse(from) + hour * 3_600_000));
    await record(hours('2026-01-28T00:00:00Z', 35 * 24).map((at) => activity(at)));
    const faults = async (now: string) => (await sourceFaults(context(new Date(now)))).map(({ what }) => what);
    expect(await faults('2026-03-05T12:00:00Z')).toEqual(['silent']);
    await record(hours('2026-03-05T00:00:00Z', 12).map((at) => activity(at)));
    expect(await faults('2026-03-05T12:00:00Z')).toEqual(['fell']);
    await record(hours('2026-03-04T00:00:00Z', 24).map((at) => activity(at)));
    expect(await faults('2026-03-05T12:00:00Z')).toEqual([]);
  });
});
