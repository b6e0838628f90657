import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/app/context.ts';
import { type DemoPortfolio, demoPortfolio } from '../../src/demo/portfolio.ts';
import { STORY_LINES } from '../../src/demo/stories.ts';
import { assess } from '../../src/domain/assess.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { toPublished } from '../../src/domain/published.ts';
import { loadFacts } from '../../src/store/facts.ts';
import type { TestDatabase } from '../support/database.ts';
import { type DemoDatabase, openDemoDatabase } from './demo-database.ts';
import { recount } from './recount.ts';

const GOLDEN: { accounts: AccountFacts[]; expected: { account_id: string }[] } = JSON.parse(
  readFileSync(new URL('../fixtures/golden/golden.json', import.meta.url), 'utf8'),
);
const RECIPES = ['megacorp', 'globex', 'tinyco', 'acme', 'innovate'];
const BUSIEST = ['globex', 'acme', 'innovate'];
const NOW = new Date('2026-03-30T07:00:00Z');
const TODAY = '2026-03-30';
const ZONE = 'Europe/Berlin';

/** The recipe accounts with what their facts rest on, and the first account of every story. */
function slice(): DemoPortfolio {
  const whole = demoPortfolio({ today: TODAY, timeZone: ZONE });
  const recipes = whole.accounts.slice(0, RECIPES.length).map((account) => ({
    ...account,
    visits: account.visits.filter(({ daysAgo }) => daysAgo <= 120 || daysAgo === account.customerDaysAgo),
  }));
  const stories = whole.accounts.slice(RECIPES.length).filter((_, line) => STORY_LINES[line]?.index === 0);
  return { ...whole, accounts: [...recipes, ...stories] };
}

function withoutTheBusiest(portfolio: DemoPortfolio): DemoPortfolio {
  return { ...portfolio, accounts: portfolio.accounts.filter(({ accountId }) => !BUSIEST.includes(accountId)) };
}

describe('the demo in a real database', () => {
  const portfolio = slice();
  let database: TestDatabase;
  let demoDatabase: DemoDatabase;
  let ctx: Context;

  beforeAll(async () => {
    demoDatabase = await openDemoDatabase(NOW, ZONE);
    ({ ctx, database } = demoDatabase);
    await demoDatabase.load(portfolio);
  }, 240_000);

  afterAll(async () => {
    await demoDatabase?.close();
  });

  async function storedFacts(): Promise<Map<string, AccountFacts>> {
    const options = { day: TODAY, timeZone: ZONE, reportingCurrency: 'USD' };
    const found = await loadFacts(database.pool, options);
    return new Map(found.map(({ facts }) => [facts.account_id, facts]));
  }

  it.each(RECIPES)('gives %s every published fact and the published assessment', async (accountId) => {
    const facts = (await storedFacts()).get(accountId);
    if (!facts) throw new Error(`${accountId} is missing`);
    expect(facts).toMatchObject({ ...GOLDEN.accounts.find(({ account_id }) => account_id === accountId) });
    const published = toPublished(assess(facts, { health: ctx.health, utilization: ctx.utilization }));
    expect(published).toEqual(GOLDEN.expected.find(({ account_id }) => account_id === accountId));
  });

  it('counts every other account as the slow recount does', async () => {
    const stored = await storedFacts();
    const expected = recount(portfolio);
    expect([...stored.keys()].sort()).toEqual([...expected.keys()].sort());
    // What is not known may be left out or null, a condition that does not hold left out or false.
    const known = (facts: AccountFacts | undefined): object =>
      Object.fromEntries(Object.entries(facts ?? {}).filter(([, value]) => value != null && value !== false));
    const [found, wanted]: [object[], object[]] = [[], []];
    for (const [accountId, { facts }] of expected) {
      const measured = stored.get(accountId);
      const left = facts.excluded;
      found.push(left == null ? known(measured) : { excluded: measured?.excluded });
      wanted.push(left == null ? known(facts) : { excluded: left });
    }
    expect(found).toEqual(wanted);
  });

  it('changes nothing when it is loaded again', async () => {
    const before = await storedFacts();
    const again = await demoDatabase.load(withoutTheBusiest(portfolio));
    expect(again.accepted).toBe(0);
    expect(again.duplicates).toBeGreaterThan(40_000);
    expect(await storedFacts()).toEqual(before);
  }, 240_000);
});
