import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordOutcome, recordSignals } from '../../../src/app/record/record-signals.ts';
import type { Signal } from '../../../src/domain/signal.ts';
import { TEST_NOW, testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { activity, eventId } from '../signals.ts';

describe('recording signals', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await cloneDatabase();
  });
  afterAll(() => database.close());

  const record = (signals: readonly Signal[], source = 'test', delivery?: { id: string }) =>
    recordSignals({ ctx: testContext(database.pool), input: { source, signals, delivery } });
  const statuses = (outcomes: readonly RecordOutcome[]) => outcomes.map((outcome) => outcome.status);
  const one = async (text: string, values: unknown[] = []) => (await database.pool.query(text, values)).rows[0];
  const counts = () =>
    one(`select (select count(*) from events) as events, (select sum(events) from account_day) as rolled_up,
      (select sum(errors) from account_day) as errors, (select sum(other_events) from account_day) as other,
      (select count(*) from account_users) as users, (select signals from source_watermarks where kind = 'activity') as marked`);
  const dayOf = (accountKey: string) =>
    one(
      `select sum(events)::int as events, sum(errors)::int as errors, sum(other_events)::int as other,
         sum(bit_count(active))::int as people
       from account_day join accounts a using (account_id) where a.external_id = $1`,
      [accountKey],
    );

  it('counts each event once, in a batch and across batches', async () => {
    const login = activity({ accountKey: 'once', id: eventId('a'), userKey: 'u1' });
    const other = activity({ accountKey: 'once', id: eventId('b'), userKey: 'u2' });
    expect(statuses(await record([login, login, other]))).toEqual(['accepted', 'duplicate', 'accepted']);
    const before = await counts();
    expect(statuses(await record([other, login]))).toEqual(['duplicate', 'duplicate']);
    expect(await counts()).toEqual(before);
    expect(await dayOf('once')).toEqual({ events: 2, errors: 0, other: 0, people: 2 });
  });

  it('counts eight concurrent copies of a batch once', async () => {
    const batch = Array.from({ length: 200 }, (_, n) =>
      activity({ accountKey: `race-${n % 7}`, id: eventId(`race${n}`), userKey: `u${n % 11}` }),
    );
    const results = await Promise.all(Array.from({ length: 8 }, () => record(batch)));
    const accepted = results.flat().filter((outcome) => outcome.status === 'accepted').length;
    expect(accepted).toBe(200);
    const row = await one(
      `select sum(events)::int as events from account_day join accounts a using (account_id) where external_id like 'race-%'`,
    );
    expect(row).toEqual({ events: 200 });
    const users = await one(
      `select count(*)::int as users, count(distinct (account_id, user_no))::int as numbers, max(user_no) as highest
       from account_users join accounts a using (account_id) where a.external_id like 'race-%'`,
    );
    expect(users).toEqual({ users: 77, numbers: 77, highest: 10 });
  });

  it('rejects only the poisoned signals of a batch', async () => {
    const poison: Signal[] = [
      { kind: 'nps', accountKey: 'mixed', occurredAt: TEST_NOW, userKey: 'u', score: 11 },
      {
        kind: 'user',
        accountKey: 'mixed',
        occurredAt: TEST_NOW,
        userKey: 'x\u0000y',
      },
      activity({ accountKey: 'mixed', id: 'not-a-uuid', userKey: 'u' }),
      activity({ accountKey: '', id: eventId('nobody'), userKey: 'u' }),
      activity({ accountKey: 'x'.repeat(201), id: eventId('long'), userKey: 'u' }),
    ];
    const good = Array.from({ length: 495 }, (_, n) =>
      activity({ accountKey: 'mixed', id: eventId(`mixed${n}`), userKey: `u${n % 50}` }),
    );
    const batch: Signal[] = [...good];
    for (const [n, signal] of poison.entries()) batch.splice(n * 99, 0, signal);
    const outcomes = await record(batch);
    const rejected = outcomes.flatMap((outcome, n) => (outcome.status === 'rejected' ? [[n, outcome.code]] : []));
    expect(rejected).toEqual([
      [0, 'not_storable'],
      [99, 'invalid_text'],
      [198, 'not_storable'],
      [297, 'no_account'],
      [396, 'too_long'],
    ]);
    expect(await dayOf('mixed')).toEqual({ events: 495, errors: 0, other: 0, people: 50 });
    expect(await one(`select signals, reason from unattributed_signals where source = 'test'`)).toEqual({
      signals: 1,
      reason: 'no_account',
    });
  });
});
