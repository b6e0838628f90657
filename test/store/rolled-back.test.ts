import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventNameIds } from '../../src/store/event-names.ts';
import { ensureEventPartitions, partitionWeek } from '../../src/store/partitions.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const NAME = 'export';
const AT = new Date('2026-03-01T09:00:00Z');
const TABLE = `events_${partitionWeek(AT).replaceAll('-', '')}`;
let database: TestDatabase;
let client: pg.PoolClient;
beforeAll(async () => {
  database = await cloneDatabase();
  client = await database.pool.connect();
});
afterAll(async () => {
  client.release();
  await database.close();
});

it('what a transaction made and took back is made again by the next one on its connection', async () => {
  for (const end of ['rollback', 'commit']) {
    await client.query('begin');
    await ensureEventPartitions(client, [AT]);
    const ids = await eventNameIds(client, new Set([NAME]));
    const { rows } = await client.query(
      `select name_id, to_regclass($2) is not null as "hasWeek" from event_names where name = $1`,
      [NAME, TABLE],
    );
    expect(rows).toEqual([{ name_id: ids.get(NAME), hasWeek: true }]);
    await client.query(end);
  }
});
