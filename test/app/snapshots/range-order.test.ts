import type fastCheck from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountHealth } from '../../../src/app/accounts/account-health.ts';
import { portfolioReport } from '../../../src/app/portfolio/portfolio-report.ts';
import { helpSnapshots } from '../../../src/app/snapshots/help-snapshots.ts';
import { addDays } from '../../../src/domain/day.ts';
import { execute } from '../../../src/store/db.ts';
import { loadRun, loadShownBands, loadSnapshotDays } from '../../../src/store/snapshots.ts';
import { testContext } from '../../support/context.ts';
import type { TestDatabase } from '../../support/database.ts';
import { fc } from '../../support/fc.ts';
import { atOnce, begin, countOf, DAY, emptyDay, end, halfWay, make, rangeDatabase, stored } from './range-stand.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await rangeDatabase();
});
beforeEach(() => emptyDay(database));
afterAll(() => database.close());

/** What any of the processes may do next. */
const ACTS = ['make', 'take', 'commit', 'die', 'end', 'plan'] as const;
const acts: fastCheck.Arbitrary<readonly (typeof ACTS)[number][]> = fc.array(fc.constantFrom(...ACTS), {
  minLength: 3,
  maxLength: 14,
});

describe('whatever happens in whatever order', () => {
  it('the day has the rows and the one run of a day that is made at once', async () => {
    const expected = await atOnce(database);
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        await emptyDay(database);
        const plan = await begin(database);
        const held: Awaited<ReturnType<typeof halfWay>>[] = [];
        for (const act of list) {
          if (act === 'make') await make(database, plan);
          else if (act === 'take' && held.length < 3) held.push(await halfWay(database, plan));
          else if (act === 'commit') await held.shift()?.commit();
          else if (act === 'die') held.pop()?.die();
          else if (act === 'end') await end(database, plan);
          else if (act === 'plan' && (await countOf(database, 'snapshot_runs')) === 0) {
            expect(await begin(database)).toEqual(plan);
          }
          expect([0, 25]).toContain(await countOf(database, 'health_snapshots'));
        }
        for (const one of held) one.die();
        await helpSnapshots({ ctx: testContext(database.pool), input: {} });
        expect(await stored(database.pool)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});

/** What readers of all kinds make of the day now. */
async function seen(): Promise<unknown> {
  const ctx = testContext(database.pool);
  const next = addDays(DAY, 1);
  const { history, stand } = await accountHealth({ ctx, input: { accountId: 'acme-0' } });
  const shown = await loadShownBands(database.pool, { day: next, definitionId: ctx.health.id });
  const report = await portfolioReport({ ctx });
  return {
    run: await loadRun(database.pool, null),
    days: await loadSnapshotDays(database.pool, DAY, next),
    shown: [...shown],
    live: [stand.live, report.stand.live],
    history,
  };
}

describe('a day of which ranges are done and others are not', () => {
  it('is seen by nobody', async () => {
    const before = await seen();
    const plan = await begin(database);
    await make(database, plan);
    await make(database, plan);
    expect(await seen()).toEqual(before);
    expect(before).toMatchObject({ run: null, days: [], shown: [], live: [true, true] });
  });

  it('would be seen by some if its rows were written where they belong', async () => {
    const before = await seen();
    const plan = await begin(database);
    await make(database, plan);
    await execute(database.pool, 'insert into health_snapshots select * from snapshot_drafts');
    expect(await seen()).not.toEqual(before);
  });

  it('leaves the revision before it standing', async () => {
    const plan = await begin(database);
    while ((await make(database, plan)) !== null);
    await end(database, plan);
    const before = await seen();
    await execute(database.pool, 'update account_day set errors = errors + 3');
    const next = await begin(database);
    await make(database, next);
    expect(await countOf(database, 'snapshot_drafts')).toBe(4);
    expect(await seen()).toEqual(before);
  });
});

it('keeps drafts in the columns of snapshots', async () => {
  const columns = async (table: string): Promise<unknown> =>
    (
      await database.pool.query(
        `select column_name, data_type, is_nullable, ordinal_position from information_schema.columns
         where table_name = $1 order by ordinal_position`,
        [table],
      )
    ).rows;
  expect(await columns('snapshot_drafts')).toEqual(await columns('health_snapshots'));
});
