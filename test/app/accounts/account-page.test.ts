import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountPage, accountPage, type PagePlace } from '../../../src/app/accounts/account-page.ts';
import { snapshotScores } from '../../../src/app/snapshots/snapshot-scores.ts';
import { addDays } from '../../../src/domain/day.ts';
import { testContext } from '../../support/context.ts';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { GOLDEN, insertAccount, insertRecipePortfolio } from '../../support/portfolio.ts';

const D = GOLDEN.as_of;
const IDS = ['acme', 'globex', 'innovate', 'megacorp', 'tinyco', 'Ünicorn', '🦄', '\u{ff01}'];
const BY_BYTES = [...IDS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
  await insertRecipePortfolio(database.pool, D);
  for (const accountId of IDS.slice(5))
    await insertAccount(database.pool, D, { accountId, customerSince: addDays(D, -400) });
});
afterAll(() => database.close());

const page = (after: PagePlace | null, limit: number): Promise<AccountPage> =>
  accountPage({ ctx: testContext(database.pool), input: { after, limit } });

async function walk(limit: number): Promise<string[]> {
  const seen: string[] = [];
  let after: PagePlace | null = null;
  do {
    const { next, standings }: AccountPage = await page(after, limit);
    seen.push(...standings.map(({ account }) => account.accountId));
    after = next;
  } while (after !== null);
  return seen;
}

describe('a page of accounts', () => {
  it('has the same order without a snapshot as with one, whatever the ids are written in', async () => {
    expect((await page(null, 3)).stand.live).toBe(true);
    for (const limit of [1, 3, 8, 500]) expect(await walk(limit)).toEqual(BY_BYTES);
    await snapshotScores({ ctx: testContext(database.pool), input: { day: D } });
    expect((await page(null, 3)).stand.live).toBe(false);
    for (const limit of [1, 3, 8, 500]) expect(await walk(limit)).toEqual(BY_BYTES);
  });

  it('stays in the day of the first one when a snapshot is taken meanwhile', async () => {
    await snapshotScores({ ctx: testContext(database.pool), input: { day: addDays(D, -1) } });
    const first = await page({ day: addDays(D, -1), accountId: 'a' }, 2);
    expect(first.stand.day).toBe(addDays(D, -1));
    expect(first.next?.day).toBe(addDays(D, -1));
    expect((await page(null, 2)).stand.day).toBe(D);
  });

  it('is refused for a day that is kept no more, or is ahead', async () => {
    for (const day of ['2000-01-01', addDays(D, 1)]) {
      await expect(page({ day, accountId: 'a' }, 2)).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringMatching(/^cursor: .*Begin again/),
      });
    }
  });
});
