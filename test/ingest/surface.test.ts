import { afterAll, beforeAll, expect, it } from 'vitest';
import { refreshEligibility } from '../../src/app/definition/refresh-eligibility.ts';
import { recordSignals } from '../../src/app/record/record-signals.ts';
import { ACTIVE_DEFAULTS } from '../../src/domain/active/definition.ts';
import { surfaceOf } from '../../src/ingest/events/surface.ts';
import { testContext } from '../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { openIngest, postEvents } from './harness.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

it.each([
  [{ surface: ' Web ' }, 'web'],
  [{ surface: '' }, undefined],
  [{ surface: '  ' }, undefined],
  [{ surface: 7 }, undefined],
  [{ surface: ['web'] }, undefined],
  [{}, undefined],
  [{ surface: 'x'.repeat(5000) }, 'x'.repeat(50)],
  [{ surface: '😀'.repeat(300) }, '😀'.repeat(50)],
])('reads the surface out of %o', (properties, expected) => {
  expect(surfaceOf(properties)).toBe(expected);
});

it('keeps the surface of an event, so that a list that is made later counts it again', async () => {
  const web = testContext(database.pool, { active: { ...ACTIVE_DEFAULTS, surfaces: ['web'] } });
  const all = testContext(database.pool);
  const record = (ctx: typeof all) => ({
    record: (source: string, signals: Parameters<typeof recordSignals>[0]['input']['signals']) =>
      recordSignals({ ctx, input: { source, signals } }),
  });
  const app = await openIngest(database, record(all));
  const event = (user: string, surface: unknown) => ({
    event: 'report',
    timestamp: '2026-02-20T09:00:00Z',
    account_id: 'acme',
    user_id: user,
    properties: { surface },
  });
  const sent = [
    event('a', 'Web'),
    event('b', 'ios'),
    event('c', undefined),
    event('d', 9),
    event('e', '😀'.repeat(300)),
  ];
  expect((await postEvents(app, sent)).status).toBe(200);
  const people = async () =>
    (
      await database.pool.query(
        'select events, other_events as other, bit_count(active)::int as people from account_day',
      )
    ).rows;
  expect(await people()).toEqual([{ events: 5, other: 0, people: 5 }]);
  await refreshEligibility({ ctx: web });
  expect(await people()).toEqual([{ events: 3, other: 2, people: 3 }]);
  await refreshEligibility({ ctx: all });
  expect(await people()).toEqual([{ events: 5, other: 0, people: 5 }]);
});
