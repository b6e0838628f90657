import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { inTransaction, preparedRows } from '../../src/store/db.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { textsOf } from '../support/statements.ts';
import { openTestPool } from '../support/test-pool.ts';

const number = z.strictObject({ n: z.int() });
const SLEEP = 'select pg_sleep($1::float8)::text as slept';

let database: TestDatabase;
/** What left in each message. */
let messages: string[][] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  const send = pg.Client.prototype.query;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function spied(this: pg.Client, ...args: unknown[]) {
    messages.push(textsOf(args[0]));
    return Reflect.apply(send, this, args);
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database.close();
});
beforeEach(() => {
  messages = [];
});

const plus = (a: number, b: number) =>
  preparedRows(database.pool, number, { name: 'plus', text: 'select $1::int + $2::int as n', values: [a, b] });
const times = (a: number, b: number) =>
  preparedRows(database.pool, number, { name: 'times', text: 'select $1::int * $2::int as n', values: [a, b] });
const over = (a: number, b: number) =>
  preparedRows(database.pool, number, { name: 'over', text: 'select $1::int / $2::int as n', values: [a, b] });

describe('reads that are asked for in one turn', () => {
  it('leave in one message, each with its own answer', async () => {
    for (const round of [1, 2]) {
      messages = [];
      const answers = await Promise.all([plus(round, 2), times(round, 5), plus(round, 3), over(6, round)]);
      expect(answers).toEqual([[{ n: round + 2 }], [{ n: round * 5 }], [{ n: round + 3 }], [{ n: 6 / round }]]);
      expect(messages.map(({ length }) => length)).toEqual([4]);
    }
  });

  it('join those that go on with the same answer, and not those that wait for it', async () => {
    const both = async (a: number) => {
      const [first] = await plus(a, 1);
      return times(first?.n ?? 0, 2);
    };
    expect(await Promise.all([both(1), both(2), both(3)])).toEqual([[{ n: 4 }], [{ n: 6 }], [{ n: 8 }]]);
    expect(messages.map(({ length }) => length)).toEqual([3, 3]);
  });

  it('are sent once when they are the same', async () => {
    expect(await Promise.all([plus(1, 1), plus(1, 1), plus(1, 2)])).toEqual([[{ n: 2 }], [{ n: 2 }], [{ n: 3 }]]);
    expect(messages.map(({ length }) => length)).toEqual([2]);
    await plus(1, 1);
    expect(messages).toHaveLength(2);
  });

  it('read every kind of value as the driver does, however many rows', async () => {
    const schema = z.record(z.string(), z.unknown());
    const text = `select k, $1::text as word, $2::date as day, $3::timestamptz as at, $4::boolean as yes, $5::text as none,
      9007199254740991::bigint as great, '{"a": [1, null]}'::jsonb as doc, array[1, 2] as list, array['x', null] as words
      from generate_series(1, $6::int) k`;
    const values = ["“é” \\ ' {", '2026-03-01', new Date('2026-03-01T06:00:00.123Z'), true, null, 3];
    const statement = { name: 'kinds', text, values };
    const together = await preparedRows(database.pool, schema, statement);
    expect(together).toHaveLength(3);
    expect(together).toEqual(await inTransaction(database.pool, (tx) => preparedRows(tx, schema, statement)));
    expect(await preparedRows(database.pool, schema, { ...statement, values: [...values.slice(0, 5), 0] })).toEqual([]);
  });

  it('fail alone, and the others are answered', async () => {
    const text = 'select 9007199254740993::bigint + $1::bigint as n';
    const tooGreat = preparedRows(database.pool, number, { name: 'too-great', text, values: [0] });
    const asked = [plus(1, 1), over(1, 0), times(2, 2), tooGreat, over(2, 0), over(4, 2)];
    const settled = await Promise.allSettled(asked);
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value[0]?.n : 'failed'))).toEqual([
      2,
      'failed',
      4,
      'failed',
      'failed',
      2,
    ]);
    await expect(over(1, 0)).rejects.toMatchObject({
      code: '22012',
      stack: expect.stringContaining('read-together.test'),
    });
    await expect(tooGreat).rejects.toThrow('beyond the integers');
  });

  it('fail, and do not hang, when the connection is lost', async () => {
    const sleep = preparedRows(database.pool, z.unknown(), { name: 'sleep', text: SLEEP, values: [20] });
    const end = `select pg_terminate_backend(pid) from pg_stat_activity where query = $1 and state = 'active'`;
    const [lost] = await Promise.all([
      Promise.allSettled([plus(5, 5), sleep, plus(6, 6)]),
      expect.poll(async () => (await database.pool.query(end, [SLEEP])).rowCount).toBe(1),
    ]);
    expect(lost.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await plus(7, 7)).toEqual([{ n: 14 }]);
  });

  it('are answered when another takes too long', async () => {
    const { url } = database;
    const pool = openTestPool(url, { max: 1, statementTimeoutMs: 2000 });
    const sleep = (seconds: number) =>
      preparedRows(pool, z.unknown(), { name: 'sleep', text: SLEEP, values: [seconds] });
    const settled = await Promise.allSettled([sleep(0.01), sleep(0.02), sleep(20), sleep(0)]);
    await pool.end();
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(settled[2]).toMatchObject({ reason: { code: '57014' } });
  });

  it('are refused when two statements have one name', async () => {
    await plus(1, 1);
    const other = preparedRows(database.pool, number, { name: 'plus', text: 'select 1 as n', values: [] });
    await expect(other).rejects.toThrow('plus');
  });

  it('run inside a transaction where one is given', async () => {
    await inTransaction(database.pool, async (tx) => {
      await tx.query('create temporary table own (n integer) on commit drop');
      await tx.query('insert into own values (1)');
      const statement = { name: 'own', text: 'select n from own where n = $1', values: [1] };
      expect(await preparedRows(tx, number, statement)).toEqual([{ n: 1 }]);
    });
  });
});
