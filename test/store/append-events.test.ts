import type { Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEvents, beCareful, isRepetition, mayAppend } from '../../src/store/append-events.ts';
import { binaryArray } from '../../src/store/binary-array.ts';
import { inTransaction } from '../../src/store/db.ts';
import { type EventColumns, NOTHING, newEventColumns, readUuid } from '../../src/store/event-columns.ts';
import { type EventRow, insertEvents } from '../../src/store/insert-events.ts';
import { ensureEventPartitions } from '../../src/store/partitions.ts';
import { eventId } from '../app/signals.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';

const FIRST = Date.parse('2026-02-02T00:00:00Z');
const DAY_MS = 86_400_000;
/** Between the accounts of two ways to store the same. */
const APART = 1_000_000;
const DAYS = 'day, chunk, events, errors, other_events, automated, last_at, active from account_day';
const EVENTS = 'event_id, occurred_at, user_no, name_id, kind, surface_id from events';

const drafts: Arbitrary<EventRow[]> = fc.array(
  fc
    .record({
      accountId: fc.integer({ min: 1, max: 3 }),
      at: fc.integer({ min: FIRST, max: FIRST + 16 * DAY_MS }),
      userNo: fc.integer({ min: 0, max: 600 }),
      kind: fc.constantFrom<0 | 1 | 2 | 3>(0, 1, 2, 3),
      nobody: fc.boolean(),
      surfaceId: fc.option(fc.integer({ min: 1, max: 9 })),
    })
    .map(({ at, kind, nobody, userNo, ...rest }) => {
      const occurredAt = new Date(at);
      const day = occurredAt.toISOString().slice(0, 10);
      return { ...rest, kind, occurredAt, day, userNo: kind !== 0 && nobody ? null : userNo, nameId: 1, eventId: '' };
    }),
  { maxLength: 120 },
);

/** The same rows column by column. */
function columnsOf(events: readonly EventRow[]): EventColumns {
  const columns = newEventColumns(events.length);
  for (const [row, event] of events.entries()) {
    columns.accountId[row] = event.accountId;
    columns.at[row] = event.occurredAt.getTime();
    expect(readUuid(event.eventId, columns.id, row)).toBe(true);
    columns.userNo[row] = event.userNo ?? NOTHING;
    columns.nameId[row] = event.nameId;
    columns.surfaceId[row] = event.surfaceId ?? NOTHING;
    columns.kind[row] = event.kind;
    columns.day[row] = event.day;
  }
  return columns;
}

describe('appending events', () => {
  let database: TestDatabase;
  let run = 0;
  beforeAll(async () => {
    database = await cloneDatabase();
    const days = [0, 7, 14].map((days) => new Date(FIRST + days * DAY_MS));
    await ensureEventPartitions(database.pool, days);
  });
  afterAll(() => database.close());

  const sorted = (events: readonly EventRow[]) =>
    [...events].sort((a, b) => a.accountId - b.accountId || (a.eventId < b.eventId ? -1 : 1));
  const append = (events: readonly EventRow[]) => {
    const order = Uint32Array.from(events, (_, row) => row);
    return inTransaction(database.pool, async (_, atEnd) => atEnd(appendEvents(columnsOf(events), order)));
  };

  it('stores and rolls up what the insert that compares does', async () => {
    const same = fc.asyncProperty(drafts, async (list) => {
      run += 1;
      const batches = [list.slice(0, list.length >> 1), list.slice(list.length >> 1)].map((batch, part) =>
        batch.map((event, n) => ({ ...event, eventId: eventId(`append ${run} ${part} ${n}`) })),
      );
      const from = run * 10;
      for (const batch of batches) {
        const appended = batch.map((event) => ({ ...event, accountId: event.accountId + from }));
        await append(sorted(appended));
        await insertEvents(
          database.pool,
          appended.map((event) => ({ ...event, accountId: event.accountId + APART })),
        );
      }
      for (const columns of [DAYS, EVENTS]) {
        const text = `select account_id > ${APART} as compared, account_id % ${APART} as account, ${columns}
          where account_id % ${APART} between $1 and $2 order by 2, 3, 4`;
        const { rows } = await database.pool.query(text, [from, from + 9]);
        const of = (compared: boolean) =>
          rows.filter((row) => row.compared === compared).map(({ compared: _, ...row }) => row);
        expect(of(false)).toEqual(of(true));
        expect(rows.length > 0).toBe(list.length > 0);
      }
    });
    await fc.assert(same, { numRuns: 60 });
  });

  it('is refused as a whole when one of them is stored', async () => {
    const [event] =
      fc.sample(
        drafts.filter((list) => list.length > 0),
        1,
      )[0] ?? [];
    if (event === undefined) throw new Error('no event was drawn');
    const known = { ...event, accountId: 5_000_001, eventId: eventId('known') };
    const fresh = { ...known, eventId: eventId('fresh') };
    await append([known]);
    const refused = await append(sorted([known, fresh])).catch((error: unknown) => error);
    expect(isRepetition(refused)).toBe(true);
    expect(isRepetition(new Error('duplicate key'))).toBe(false);
    const { rows } = await database.pool.query('select count(*)::int as events from events where account_id = 5000001');
    expect(rows).toEqual([{ events: 1 }]);
  });

  it('is given up for the next batches after a repetition, and within a transaction', async () => {
    expect(mayAppend(database.pool)).toBe(true);
    beCareful(database.pool);
    expect(Array.from({ length: 32 }, () => mayAppend(database.pool))).toEqual(Array(32).fill(false));
    expect(mayAppend(database.pool)).toBe(true);
    expect(await inTransaction(database.pool, (tx) => Promise.resolve(mayAppend(tx)))).toBe(false);
  });

  it('sends numbers and instants as they are', async () => {
    const read = async (type: Parameters<typeof binaryArray>[0], values: readonly (number | null)[]) => {
      const unnested = type === 'timestamptz' ? '(extract(epoch from v) * 1000)::bigint' : 'v::bigint';
      const text = `select ${unnested} as v from unnest($1::${type}[]) with ordinality u (v, n) order by n`;
      const { rows } = await database.pool.query<{ v: number | null }>(text, [binaryArray(type, values, (v) => v)]);
      return rows.map((row) => row.v);
    };
    const ranges = {
      bigint: fc.maxSafeInteger(),
      integer: fc.integer(),
      smallint: fc.integer({ min: -32_768, max: 32_767 }),
      timestamptz: fc.integer({ min: 0, max: Date.parse('2254-12-31T23:59:59.999Z') }),
    };
    for (const type of ['bigint', 'integer', 'smallint', 'timestamptz'] as const) {
      const values = fc.array(fc.option(ranges[type]), { maxLength: 20 });
      await fc.assert(
        fc.asyncProperty(values, async (list) => {
          expect(await read(type, list)).toEqual(list);
        }),
        { numRuns: 40 },
      );
    }
  });
});
