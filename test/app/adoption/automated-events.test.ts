import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordSignals } from '../../../src/app/record/record-signals.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { activity, eventId } from '../signals.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

it('counts what programs do apart from people nobody knows, and nothing twice', async () => {
  const exclude = { domains: [], users: [], events: ['heartbeat'] };
  const base = testContext(database.pool);
  const ctx = { ...base, active: { ...base.active, exclude: { ...base.active.exclude, ...exclude } } };
  const one = (name: string, given: Partial<Parameters<typeof activity>[0]>) =>
    activity({ accountKey: 'acme', id: eventId(name), userKey: null, ...given });
  const signals = [
    one('person', { userKey: 'u1' }),
    one('nobody', {}),
    one('agent', { actor: 'agent', userKey: 'u1' }),
    one('service', { actor: 'service' }),
    one('key', { actor: 'api_key' }),
    one('noise', { actor: 'service', name: 'heartbeat' }),
  ];
  // The first batch makes the account, the second finds it known, which is another way through.
  const again = signals.map((signal) => ({ ...signal, id: eventId(`again ${signal.id}`) }));
  for (const batch of [signals, again, again]) await recordSignals({ ctx, input: { source: 'test', signals: batch } });
  const { rows } = await database.pool.query(
    'select sum(events)::int as events, sum(other_events)::int as other, sum(automated)::int as automated from account_day',
  );
  expect(rows).toEqual([{ events: 2, other: 10, automated: 6 }]);
});
