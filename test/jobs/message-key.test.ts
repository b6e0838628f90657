import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { queueMessage } from '../../src/app/delivery/queue-message.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const SLOT = { kind: 'digest', channel: 'C100', localDate: '2026-03-02' };

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());
afterEach(() => database.pool.query('truncate outbox'));

async function keyOf(slot: typeof SLOT): Promise<string> {
  const message = { text: 'hello', blocks: [], classic: null };
  await queueMessage({ ctx: testContext(database.pool), input: { ...slot, message } });
  const { rows } = await database.pool.query('delete from outbox returning message_key');
  return rows[0].message_key;
}

describe('the key of a message', () => {
  it('is the same whenever its slot is queued', async () => {
    expect(await keyOf(SLOT)).toBe(await keyOf(SLOT));
  });

  it('is another one for another kind, channel or day, however they are divided', async () => {
    const slots = [
      SLOT,
      { ...SLOT, kind: 'rollup' },
      { ...SLOT, channel: 'C200' },
      { ...SLOT, localDate: '2026-03-03' },
      { ...SLOT, kind: 'digestC', channel: '100' },
      { ...SLOT, kind: 'digest", "C100', channel: '' },
    ];
    const keys = new Set<string>();
    for (const slot of slots) keys.add(await keyOf(slot));
    expect(keys.size).toBe(slots.length);
  });

  it('tells nothing to somebody who knows the slot and not the salt of this database', async () => {
    const before = await keyOf(SLOT);
    await database.pool.query(`update erasure_salt set salt = sha256('other')`);
    expect(await keyOf(SLOT)).not.toBe(before);
  });
});
