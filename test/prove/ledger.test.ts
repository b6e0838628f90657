import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numberedEvents } from '../../prove/stand/events.ts';
import { auditFailures, auditLedger, createLedger } from '../../prove/stand/ledger.ts';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { sources } from '../../src/ingest/sources/index.ts';
import { signalsOf } from '../../src/ingest/summary.ts';
import { TEST_NOW, testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';

const events = numberedEvents('test', TEST_NOW);
const NUMBERS = 200;
let database: TestDatabase;

/** What was sent and acknowledged, stored by the product. */
beforeEach(async () => {
  database = await cloneDatabase();
  const payload = Array.from({ length: NUMBERS }, (_, number) => JSON.parse(events.textOf(number)));
  const settings = { seatPrices: [], currency: 'USD' };
  const parsed = sources.events.parse({ payload, headers: new Headers(), receivedAt: TEST_NOW, settings });
  const signals = signalsOf(parsed.items);
  await recordSignals({ ctx: testContext(database.pool), input: { source: 'events', signals } });
});
afterEach(() => database.close());

function ledgerOf(sent: number, acknowledged = sent) {
  const ledger = createLedger(events);
  ledger.take(sent);
  ledger.acknowledge({ from: 0, count: acknowledged });
  return ledger;
}
const audit = (ledger: ReturnType<typeof createLedger>) =>
  auditLedger(ledger, { query: async (text, values) => (await database.pool.query(text, [...(values ?? [])])).rows });
const RIGHT = { lost: 0, duplicated: 0, misplaced: 0, wrongRollups: 0 };
const first = `(select event_id from events order by occurred_at limit 1)`;

describe('the ledger of acknowledged events', () => {
  it('finds nothing wrong with what is right', async () => {
    expect(await audit(ledgerOf(NUMBERS))).toEqual(RIGHT);
    expect(auditFailures(RIGHT)).toEqual([]);
  });

  it('misses acknowledged events alone', async () => {
    expect(await audit(ledgerOf(NUMBERS + 10, NUMBERS + 4))).toEqual({ ...RIGHT, lost: 4 });
    expect(await audit(ledgerOf(NUMBERS + 10, NUMBERS))).toEqual(RIGHT);
  });

  it('sees an event that went missing, and the rollup that still counts it', async () => {
    await database.pool.query(`delete from events where event_id = ${first}`);
    expect(await audit(ledgerOf(NUMBERS))).toEqual({ ...RIGHT, lost: 1, wrongRollups: 1 });
  });

  it('sees an event that is there twice', async () => {
    await database.pool.query(`insert into events (account_id, occurred_at, event_id, user_no, name_id, kind)
      select account_id, occurred_at, gen_random_uuid(), user_no, name_id, kind from events where event_id = ${first}`);
    expect(await audit(ledgerOf(NUMBERS))).toEqual({ ...RIGHT, duplicated: 1, wrongRollups: 1 });
  });

  it('sees what nobody sent, and what another account got', async () => {
    expect(await audit(ledgerOf(NUMBERS - 1))).toEqual({ ...RIGHT, misplaced: 1 });
    await database.pool.query(`update account_keys set external_id = 'other' where external_id = 'prove-3'`);
    const { lost, misplaced } = await audit(ledgerOf(NUMBERS));
    expect([lost, misplaced]).toEqual([4, 4]);
  });

  it('sees a rollup that counts once too often', async () => {
    await database.pool.query(`update account_day set events = events + 1 where account_id = 1`);
    const found = await audit(ledgerOf(NUMBERS));
    expect(found.wrongRollups).toBeGreaterThan(0);
    expect(auditFailures({ lost: 1, duplicated: 2, misplaced: 3, wrongRollups: 4 })).toHaveLength(4);
  });
});

it('knows every event by its time', () => {
  for (const number of [0, 1, 27, 28, 29, 4711, 1_000_000]) {
    const { timestamp } = JSON.parse(events.textOf(number));
    expect(events.numberAt(Date.parse(timestamp))).toBe(number);
  }
});
