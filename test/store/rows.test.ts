import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { rows } from '../../src/store/db.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

it('checks many rows a few at a time, with a turn for everybody else between them', async () => {
  let [atOnce, mostAtOnce, isOver] = [0, 0, false];
  const turn = (): void => {
    atOnce = 0;
    if (!isOver) setImmediate(turn);
  };
  const schema = z.strictObject({
    n: z.int().refine(() => {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      return true;
    }),
  });
  setImmediate(turn);
  const found = await rows(database.pool, schema, 'select n from generate_series(1, 2100) n');
  isOver = true;
  expect(found.map(({ n }) => n)).toEqual(Array.from({ length: 2100 }, (_, index) => index + 1));
  expect(mostAtOnce).toBe(250);
  await expect(rows(database.pool, schema, `select 'x' as n from generate_series(1, 600)`)).rejects.toThrow('n');
});
