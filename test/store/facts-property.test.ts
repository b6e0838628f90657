import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, type Day } from '../../src/domain/day.ts';
import { startOfLocalDay } from '../../src/lib/local-time.ts';
import { execute } from '../../src/store/db.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { connectSources, insertAccount } from '../support/portfolio.ts';
import { type History, recount, rolledUp } from '../support/recount.ts';

/** Days around which clocks change, and one where nothing happens. */
const FRAMES: readonly (readonly [timeZone: string, day: Day])[] = [
  ['UTC', '2026-03-01'],
  ['America/New_York', '2026-03-09'],
  ['America/New_York', '2026-04-07'],
  ['America/New_York', '2026-11-02'],
  ['Europe/Berlin', '2026-03-30'],
  ['America/Santiago', '2026-04-06'],
  ['Asia/Kolkata', '2026-06-15'],
  ['Pacific/Auckland', '2026-09-28'],
];
const EDGES = [0, 1, 7, 13, 14, 28, 30, 60, 90, 91, 98, 120, 180];
const HOUR = 3_600_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.close());

/** Instants in the last half year and a little after D, many exactly at a local midnight or a millisecond before. */
function instants(timeZone: string, day: Day) {
  const midnight = (ago: number): number => startOfLocalDay(addDays(day, -ago), timeZone).getTime();
  const anywhere = fc
    .record({ ago: fc.integer({ min: -1, max: 200 }), ms: fc.integer({ min: 0, max: 23 * HOUR }) })
    .map(({ ago, ms }) => new Date(midnight(ago) + ms));
  const edge = fc
    .record({ ago: fc.constantFrom(...EDGES), ms: fc.constantFrom(-1, 0, 1) })
    .map(({ ago, ms }) => new Date(midnight(ago) + ms));
  return fc.oneof(anywhere, edge);
}

function histories(timeZone: string, day: Day) {
  const at = instants(timeZone, day);
  const person = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(250, 255, 256, 300, 520));
  const state = fc.record({
    at,
    subscription: fc.constantFrom('a', 'b'),
    status: fc.constantFrom('active', 'past_due', 'trialing', 'canceled', 'unpaid', 'paused', 'incomplete'),
    precedence: fc.constantFrom(0, 1, 2),
    currency: fc.constant('USD'),
    mrrMinor: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    renewsAt: fc.option(at.map((date) => new Date(date.getTime() + 60 * 24 * HOUR))),
    cancelling: fc.boolean(),
  });
  return fc.record({
    customerSince: fc.integer({ min: 0, max: 240 }).map((ago) => addDays(day, -ago)),
    renewsOn: fc.option(
      fc.integer({ min: -30, max: 400 }).map((days) => addDays(day, days)),
      { freq: 3 },
    ),
    events: fc.array(fc.record({ at, person }), { maxLength: 40 }),
    errorsAt: fc.array(at, { maxLength: 6 }),
    movements: fc.array(fc.record({ at, delta: fc.constantFrom(-3, -1, 1, 5, 20) }), { maxLength: 5 }),
    states: fc
      .array(state, { maxLength: 6 })
      .map((list) => list.map((item, index) => ({ ...item, id: `state-${index}` }))),
    tickets: fc.array(
      fc.record({
        openedAt: at,
        closedAt: fc.option(at),
        priority: fc.constantFrom('urgent', 'Critical', 'P1', 'high', 'normal'),
      }),
      { maxLength: 5 },
    ),
    nps: fc.uniqueArray(
      fc.record({ user: fc.constantFrom('x', 'y', 'z'), at, score: fc.integer({ min: 0, max: 10 }) }),
      { maxLength: 5, selector: (answer) => `${answer.user} ${answer.at.getTime()}` },
    ),
    keyContact: fc.option(fc.integer({ min: 0, max: 5 })),
  });
}

type Generated = Omit<History, 'accountId'>;

async function factsOf(list: readonly Generated[], timeZone: string, day: Day) {
  await execute(database.pool, 'truncate accounts, account_keys, account_day, tickets, nps_answers, contacts cascade');
  await execute(database.pool, 'truncate subscription_states, seat_movements, source_watermarks');
  await connectSources(database.pool, startOfLocalDay(day, timeZone));
  const accountNos: number[] = [];
  for (const [index, history] of list.entries()) {
    const account = rolledUp({ ...history, accountId: `account-${index}` }, day, timeZone);
    accountNos.push(await insertAccount(database.pool, day, account));
  }
  const known = await loadFacts(database.pool, { day, timeZone, reportingCurrency: 'USD', accountNos });
  return known.map(({ facts }) => ({ ...facts, past_due_days: facts.past_due_days ?? 0 }));
}

const cases = fc.constantFrom(...FRAMES).chain(([timeZone, day]) =>
  fc.record({
    timeZone: fc.constant(timeZone),
    day: fc.constant(day),
    list: fc.array(histories(timeZone, day), { minLength: 6, maxLength: 6 }),
  }),
);

describe('facts from SQL', () => {
  it('equal a slow recount from raw instants, over 240 random histories in zones that change their clocks', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ timeZone, day, list }) => {
        const found = await factsOf(list, timeZone, day);
        for (const [index, history] of list.entries()) {
          const expected = recount({ ...history, accountId: '' }, day, timeZone);
          expect(found[index]).toMatchObject(expected);
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('do not depend on the order in which rows arrived', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ timeZone, day, list }) => {
        const turned = list.map((history) => ({
          ...history,
          events: [...history.events].reverse(),
          movements: [...history.movements].reverse(),
          states: [...history.states].reverse(),
          tickets: [...history.tickets].reverse(),
          nps: [...history.nps].reverse(),
        }));
        expect(await factsOf(turned, timeZone, day)).toEqual(await factsOf(list, timeZone, day));
      }),
      { numRuns: 6 },
    );
  });

  it('count an event at local midnight 30 days before and none at the day itself', async () => {
    for (const [timeZone, day] of FRAMES) {
      const midnight = (ago: number): Date => startOfLocalDay(addDays(day, -ago), timeZone);
      const justBefore = new Date(midnight(30).getTime() - 1);
      const events = [midnight(30), midnight(0), justBefore].map((at, person) => ({ at, person }));
      const history = { customerSince: addDays(day, -100), events, errorsAt: [midnight(30), midnight(0), justBefore] };
      const [facts] = await factsOf([history], timeZone, day);
      expect(facts).toMatchObject({ active_users_30d: 1, events_30d: 1, errors_30d: 1, data_days: 31 });
    }
  });
});
