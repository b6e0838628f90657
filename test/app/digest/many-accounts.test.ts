import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/app/context.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import type { DigestEntry, DigestReport } from '../../../src/app/digest/digest-report.ts';
import { updateEpisodes } from '../../../src/app/episodes/update-episodes.ts';
import { composeRollup } from '../../../src/app/rollup/compose-rollup.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { dayNo, factsOf, insertAccounts, storeSnapshot } from '../episodes/history.ts';

// More than are read at once anywhere: wide rows 100, lines and levels 500, episodes 1,000.
const COUNT = 1103;
const IDS = Array.from({ length: COUNT }, (_, index) => `account-${String(index).padStart(4, '0')}`);
/** They cancel on the second day. */
const LEAVING = new Set(IDS.filter((_, index) => index % 2 === 0));

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await cloneDatabase();
  ctx = testContext(database.pool, { now: () => new Date(`${dayNo(8)}T06:00:00Z`) });
  await insertAccounts(database.pool, IDS);
  const factsOn = (leaving: boolean) =>
    IDS.map((id, index) => ({
      ...factsOf('globex', { cancel_at_period_end: leaving && LEAVING.has(id) }),
      account_id: id,
      // One above the other in every order by money.
      mrr_reporting_minor: 100_000 + index * 100,
    }));
  await storeSnapshot(ctx, dayNo(0), { facts: factsOn(false) });
  await storeSnapshot(ctx, dayNo(7), { facts: factsOn(false) });
  await storeSnapshot(ctx, dayNo(8), { facts: factsOn(true) });
});
afterAll(() => database.close());

const idsOf = (entries: readonly DigestEntry[]): string[] => entries.map(({ standing }) => standing.account.accountId);
const sorted = (ids: Iterable<string>): string[] => [...ids].sort();
const digest = (): Promise<DigestReport> => composeDigest({ ctx, input: { day: dayNo(8), before: dayNo(7) } });

/** Everybody has one line: who cancels is new, the others are as they were. */
function expectEverybodyOnce({ fresh, open, quiet, recovered, snoozed }: DigestReport): void {
  expect([recovered.length, snoozed, quiet]).toEqual([0, 0, 0]);
  expect(sorted(idsOf(fresh))).toEqual(sorted(LEAVING));
  expect(sorted(idsOf(open))).toEqual(IDS.filter((id) => !LEAVING.has(id)));
  for (const entries of [fresh, open]) {
    const priorities = entries.map(({ standing }) => standing.priorityMinor ?? 0);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    // A week ago is known of every account, not only of those of the first part.
    expect(new Set(entries.map(({ changeDays }) => changeDays))).toEqual(new Set([7]));
  }
}

describe('a portfolio of more accounts than are read at once', () => {
  it('has each account once in a preview that evaluates the days itself', async () => {
    expectEverybodyOnce(await digest());
  });

  it('opens the alerts of each account once, and says the same from what is stored', async () => {
    const { days, opened } = await updateEpisodes({ ctx, input: { day: dayNo(8) } });
    expect(days).toEqual([dayNo(0), dayNo(7), dayNo(8)]);
    const { rows } = await database.pool.query<{ accounts: number; leaving: number; episodes: number }>(
      `select count(distinct account_id) as accounts, count(*) as episodes,
         count(*) filter (where signal = 'cancellation_notice') as leaving from episodes`,
    );
    expect(rows).toEqual([{ accounts: COUNT, leaving: LEAVING.size, episodes: opened }]);
    expectEverybodyOnce(await digest());
  });

  it('adds up all of them in the rollup of the week', async () => {
    const { bands, churnExposure, churnWeek } = await composeRollup({ ctx, input: { day: dayNo(8) } });
    expect(bands.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(COUNT);
    const leaving = IDS.reduce((sum, id, index) => sum + (LEAVING.has(id) ? 100_000 + index * 100 : 0), 0);
    expect([churnExposure.minor, churnWeek?.since]).toEqual([leaving, dayNo(0)]);
  });
});
