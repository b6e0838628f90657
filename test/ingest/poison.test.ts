import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import {
  BATCH,
  batchProblems,
  eventText,
  POISON,
  poisonedBatch,
  poisonText,
  summarySchema,
} from '../support/poison.ts';
import { ingestOn, openIngest, postEvents } from './harness.ts';

/** Where the bad events are: one of a hundred, at the ends and between. */
const PLACES = [0, 99, 250, 333, 499];
const AT = new Date('2026-02-28T09:00:00Z');
const event = (id: string) => eventText(id, AT);

describe('bad events among good ones', () => {
  let database: TestDatabase;
  let app: Hono;
  let round = 0;
  let stored = 0;
  beforeAll(async () => {
    database = await cloneDatabase();
    app = await openIngest(database);
  });
  afterAll(() => database.close());

  const rows = async () => (await database.pool.query('select count(*)::int as rows from events')).rows;

  it.each(POISON)('%s: the bad are named, the good are stored', async (...poison) => {
    round++;
    const batch = poisonedBatch(`${round}`, AT, new Map(PLACES.map((place) => [place, poison])));
    const reply = await postEvents(app, `{"batch":[${batch.texts}]}`);
    stored += batch.good.length;
    expect(batchProblems(batch, { status: reply.status, text: await reply.text() })).toEqual([]);
    expect(await rows()).toEqual([{ rows: stored }]);
  });

  it('and the check would tell', () => {
    const [poison] = POISON;
    if (poison === undefined) throw new Error('no poison');
    const batch = poisonedBatch('x', AT, new Map([[7, poison]]));
    const answer = (index: number, message: string) =>
      JSON.stringify({ accepted: 499, duplicates: 0, rejected: [{ index, code: 'c', message }] });
    const told = (text: string, status = 207) => batchProblems(batch, { status, text }).length;
    expect(told(answer(7, 'events[7].account_id: no'))).toBe(0);
    expect([
      told(answer(7, 'events[7].account_id: no'), 500),
      told(answer(8, 'events[8].account_id: no')),
      told(answer(7, 'no')),
      batchProblems(batch, { status: 207, text: answer(7, 'events[7].account_id: no') }, true).length,
    ]).toEqual([1, 1, 1, 1]);
  });

  it('all kinds at once, and again: nothing is stored twice and nothing fails', async () => {
    const mixed = POISON.flatMap((poison) => [
      ...Array.from({ length: 11 }, (_, n) => event(`mixed-${poison[0]}-${n}`)),
      poisonText(poison, `bad-${poison[0]}`, AT),
    ]).filter((text) => text.length < 10_000);
    const good = mixed.filter((text) => text.includes('mixed-')).length;
    const replies = [];
    for (let turn = 0; turn < 2; turn++) {
      const reply = await postEvents(app, `[${mixed}]`);
      replies.push({ status: reply.status, ...summarySchema.parse(await reply.json()) });
    }
    stored += good;
    const [first, second] = replies;
    expect(first).toMatchObject({ status: 207, accepted: good, duplicates: 0 });
    expect(first?.rejected).toHaveLength(mixed.length - good);
    expect(second).toEqual({ ...first, accepted: 0, duplicates: good });
    expect(await rows()).toEqual([{ rows: stored }]);
  });

  it('a value that only the database refuses is found among five hundred', async () => {
    const ctx = testContext(database.pool);
    let requests = 0;
    const careless = ingestOn(database, {
      record: (source, signals) => {
        requests++;
        const unchecked = signals.map((signal, n) =>
          n === 333 && signal.kind === 'activity' ? { ...signal, id: 'no UUID' } : signal,
        );
        return recordSignals({ ctx, input: { source, signals: unchecked } });
      },
    });
    const reply = await postEvents(careless, `[${Array.from({ length: BATCH }, (_, n) => event(`last-${n}`))}]`);
    expect([reply.status, requests]).toEqual([207, 1]);
    const { accepted, rejected } = summarySchema.parse(await reply.json());
    expect([accepted, rejected.map(({ index, code }) => [index, code])]).toEqual([BATCH - 1, [[333, 'not_storable']]]);
    expect(await rows()).toEqual([{ rows: stored + BATCH - 1 }]);
  });
});
