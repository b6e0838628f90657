import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyChanged } from '../../../src/app/changes/explain-change.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays, type Day } from '../../../src/domain/day.ts';
import { BALANCED, type HealthDefinition } from '../../../src/domain/definition.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertRecipePortfolio, RECIPE_IDS } from '../../support/portfolio.ts';

const D = GOLDEN.as_of;
/** Days before D with a snapshot: onboarding, scored, and two definitions in between. */
const AGES = [380, 61, 40, 33, 20, 15, 9, 8, 7, 3, 1, 0];
const OURS: HealthDefinition = {
  ...BALANCED,
  id: 'ours',
  components: BALANCED.components.filter(({ key }) => key !== 'nps').map((one) => ({ ...one, weight: one.weight + 3 })),
  caps: { low_and_dropping: '39.9', dormant_seats: '50.0' },
};
const OTHER: HealthDefinition = { ...BALANCED, id: 'other', trend: { noise: 300 }, caps: {} };

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
});
afterAll(() => database.close());

const context = (health: HealthDefinition = BALANCED) => testContext(database.pool, { health });
const why = (accountId: string, from?: Day, to?: Day) => whyChanged({ ctx: context(), input: { accountId, from, to } });

describe('whyChanged', () => {
  it('refuses an account without a snapshot and names the remedy', async () => {
    await expect(why('acme')).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('cs-pulse snapshot'),
    });
    await expect(why('nobody')).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('nobody'),
    });
  });

  it('has nothing to compare with after the first snapshot', async () => {
    await snapshotScores({ ctx: context(), input: { day: addDays(D, -3) } });
    expect(await why('acme')).toMatchObject({ from: null, changeTenths: null, terms: [] });
  });

  it('compares the newest with the last one at least seven days older, else with the oldest', async () => {
    await snapshotScores({ ctx: context(), input: {} });
    expect((await why('acme')).from?.day).toBe(addDays(D, -3));
    for (const age of [20, 9, 7]) await snapshotScores({ ctx: context(), input: { day: addDays(D, -age) } });
    const report = await why('acme');
    expect([report.from?.day, report.to.day]).toEqual([addDays(D, -7), D]);
    expect((await why('acme', undefined, addDays(D, -3))).from?.day).toBe(addDays(D, -20));
    expect((await why('acme', addDays(D, -20))).to.day).toBe(D);
  });

  it('refuses a day without a snapshot, and days in the wrong order', async () => {
    await expect(why('acme', addDays(D, -8))).rejects.toThrow(`no snapshot of ${addDays(D, -8)}; the one before is of`);
    await expect(why('acme', addDays(D, -60))).rejects.toMatchObject({ code: 'not_found' });
    await expect(why('acme', D, addDays(D, -3))).rejects.toMatchObject({ code: 'invalid' });
    await expect(why('acme', '2027-01-01')).rejects.toMatchObject({ code: 'invalid' });
  });

  it('holds the first revision of a day against its last', async () => {
    expect(await why('acme', D, D)).toMatchObject({ from: { revision: 1 }, to: { revision: 1 }, terms: [] });
    await execute(database.pool, `update account_day set errors = errors + 40 where errors = 4`);
    expect(await snapshotScores({ ctx: context(), input: {} })).toMatchObject({ state: 'written', changed: 1 });
    const report = await why('acme', D, D);
    expect(report).toMatchObject({ from: { day: D, revision: 1 }, to: { day: D, revision: 2 } });
    expect(report.terms).toMatchObject([{ key: 'reliability', kind: 'late_data' }]);
    expect(report.terms[0]?.pointsTenths).toBe(report.changeTenths);
  });

  it('closes for every pair of stored days of every account, across definitions no longer in force', async () => {
    for (const [index, age] of AGES.entries()) {
      const health = index < 5 ? BALANCED : index < 9 ? OURS : OTHER;
      await snapshotScores({ ctx: context(health), input: { day: addDays(D, -age), rebuild: true } });
    }
    const kinds = new Set<string>();
    let compared = 0;
    let unscored = 0;
    for (const accountId of RECIPE_IDS) {
      for (const [index, from] of AGES.entries()) {
        for (const to of AGES.slice(index)) {
          const report = await why(accountId, addDays(D, -from), addDays(D, -to));
          const sum = report.terms.reduce((total, { pointsTenths }) => total + pointsTenths, 0);
          const scores = [report.from?.scoreTenths ?? null, report.to.scoreTenths];
          const change = scores.includes(null) ? null : (scores[1] ?? 0) - (scores[0] ?? 0);
          expect(report.changeTenths).toBe(change);
          if (change === null) expect(report.terms).toEqual([]);
          else expect(sum).toBe(change);
          for (const { kind } of report.terms) kinds.add(kind);
          if (change === null) unscored += 1;
          else compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
    expect(unscored).toBeGreaterThan(10);
    expect([...kinds].sort()).toEqual(['behaviour', 'cap', 'coverage', 'definition', 'late_data']);
  });

  it('keeps the rules of a past definition, so that a change under it is still parted', async () => {
    const report = await why('acme', addDays(D, -33), addDays(D, -9));
    expect([report.from?.definition, report.to.definition]).toEqual(['balanced@1', 'ours@1']);
    expect(report.terms.some(({ kind }) => kind === 'behaviour')).toBe(true);
    expect(report.terms.filter(({ kind }) => kind === 'definition')).toHaveLength(1);
  });
});
