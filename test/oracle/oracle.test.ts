import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { fc } from '../support/fc.ts';
import { DELIVERIES, WITHOUT_IDS } from './deliveries.ts';
import { oracleFacts } from './facts.ts';
import { groupOf, groupsOf, prepareRates, runGroups } from './groups.ts';
import { histories } from './histories.ts';
import { DAYS_BACK, type Difference, type Group, runGroup } from './run-histories.ts';

const SEED = 20_260_301;
const HISTORIES = 2000;
const SHRINKING_MS = 60_000;

let connected: TestDatabase;
/** Nothing ever sent an error or a ticket here. */
let bare: TestDatabase;
beforeAll(async () => {
  [connected, bare] = await Promise.all([cloneDatabase(), cloneDatabase()]);
  for (const { pool } of [connected, bare]) await prepareRates(pool);
});
afterAll(() => Promise.all([connected.close(), bare.close()]));

const databaseOf = (group: Group) => (group.connected ? connected.pool : bare.pool);

/** The smallest history like the one that failed, by fast-check's own shrinking, each try in accounts of its own. */
async function smallest(placeIndex: number, index: number): Promise<string> {
  let tries = 0;
  const property = fc.asyncProperty(histories, async (history) => {
    tries += 1;
    const group = groupOf(placeIndex, `shrink${placeIndex}-${index}-${tries}`, [history]);
    const { differences } = await runGroup(databaseOf(group), group);
    expect(differences.slice(0, 3)).toEqual([]);
  });
  const details = await fc.check(property, {
    seed: SEED,
    path: String(index),
    interruptAfterTimeLimit: SHRINKING_MS,
  });
  return fc.defaultReportMessage(details) ?? 'alone, the history does not fail';
}

describe('the product and a slow oracle of its own', () => {
  it(`agree on ${HISTORIES} histories in ${DELIVERIES.length} orders of delivery, from signals to band`, async () => {
    let [compared, scored] = [0, 0];
    const databases = { connected: connected.pool, bare: bare.pool };
    await runGroups(databases, groupsOf(SEED, HISTORIES), async ({ group, first, placeIndex }, outcome) => {
      compared += outcome.compared;
      scored += outcome.scored;
      const [difference] = outcome.differences;
      if (difference === undefined) return;
      const found = `${outcome.differences.length} differences, seed ${SEED}, ${group.place.timeZone} ${group.place.day}`;
      const shrunk = difference.history < 0 ? '' : await smallest(placeIndex, first + difference.history);
      throw new Error(`${found}; the first: ${JSON.stringify(difference)}\n${shrunk}`);
    });
    expect(compared).toBe(HISTORIES * DELIVERIES.length * DAYS_BACK.length);
    expect(compared / DAYS_BACK.length).toBeGreaterThanOrEqual(2000 * 5);
    expect(scored).toBeGreaterThan(compared / 2);
  }, 300_000);
});

describe('the comparison', () => {
  const sample = (): Group => groupOf(1, 'control', fc.sample(histories, { seed: 7, numRuns: 30 }));
  const fieldsOf = (differences: readonly Difference[]): string[] => [
    ...new Set(differences.map(({ field }) => field)),
  ];

  it('notices an oracle that counts the day itself, by the facts and by the score', async () => {
    const group = sample();
    const shifted: typeof oracleFacts = (accountId, signals, frame) => {
      const [year, month, date] = frame.day.split('-').map(Number);
      const next = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, (date ?? 1) + 1)).toISOString().slice(0, 10);
      return oracleFacts(accountId, signals, { ...frame, day: next });
    };
    expect((await runGroup(databaseOf(group), { ...group, name: 'fair' })).differences).toEqual([]);
    const { differences } = await runGroup(databaseOf(group), { ...group, name: 'shifted' }, { facts: shifted });
    expect(fieldsOf(differences)).toEqual(expect.arrayContaining(['events_30d', 'days_to_renewal', 'base_score']));
  });

  it('notices a single fact that is off by one', async () => {
    const group = { ...sample(), name: 'off' };
    const off: typeof oracleFacts = (accountId, signals, frame) => {
      const facts = oracleFacts(accountId, signals, frame);
      return { ...facts, active_users_30d: facts.active_users_30d + 1 };
    };
    const { differences } = await runGroup(databaseOf(group), group, { facts: off });
    expect(fieldsOf(differences)).toEqual(expect.arrayContaining(['active_users_30d', 'utilization']));
    expect(fieldsOf(differences)).not.toContain('paid_seats');
  });

  it('notices an event that was counted twice', async () => {
    const group = { ...sample(), name: 'twice' };
    const { differences } = await runGroup(databaseOf(group), group, { deliveries: WITHOUT_IDS });
    expect(fieldsOf(differences)).toContain('events_30d');
    expect(fieldsOf(differences)).not.toContain('active_users_30d');
  });
});
