import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { demoPortfolio } from '../../src/demo/portfolio.ts';
import { assess } from '../../src/domain/assess.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { toPublished } from '../../src/domain/published.ts';
import { recount } from './recount.ts';

const GOLDEN: { accounts: AccountFacts[]; expected: { account_id: string }[] } = JSON.parse(
  readFileSync(new URL('../fixtures/golden/golden.json', import.meta.url), 'utf8'),
);
const RECIPES = ['megacorp', 'globex', 'tinyco', 'acme', 'innovate'];
const WORLDS = [
  ['2026-03-01', 'UTC'],
  ['2026-11-02', 'America/New_York'],
  ['2027-01-01', 'Asia/Kolkata'],
  ['2028-03-01', 'Pacific/Auckland'],
  ['2026-04-06', 'Australia/Lord_Howe'],
] as const;

describe.each(WORLDS)('the recipe accounts at midnight before %s in %s', (today, timeZone) => {
  const found = recount(demoPortfolio({ today, timeZone }), RECIPES);

  it.each(RECIPES)('%s has every published fact', (accountId) => {
    const golden = GOLDEN.accounts.find(({ account_id }) => account_id === accountId);
    expect(golden).toBeDefined();
    expect(found.get(accountId)?.facts).toMatchObject({ ...golden });
  });

  it.each(RECIPES)('%s is assessed as published', (accountId) => {
    const facts = found.get(accountId)?.facts;
    if (!facts) throw new Error(`${accountId} is missing`);
    const published = toPublished(assess(facts, { health: BALANCED, utilization: UTILIZATION_DEFAULTS }));
    expect(published).toEqual(GOLDEN.expected.find(({ account_id }) => account_id === accountId));
  });
});

describe('the people of megacorp', () => {
  const portfolio = demoPortfolio({ today: '2026-03-01', timeZone: 'UTC' });
  const megacorp = portfolio.accounts.find(({ accountId }) => accountId === 'megacorp');
  const active = recount(portfolio, ['megacorp']).get('megacorp')?.activeUsers30d;
  const activeOf = (role: string): [number, number] => {
    const people = megacorp?.users.filter((user) => user.role === role) ?? [];
    return [people.filter(({ userId }) => active?.has(userId)).length, people.length];
  };

  it('has 3 of 4 admins active', () => {
    expect(activeOf('admin')).toEqual([3, 4]);
  });

  it('has 11 of 46 other people active', () => {
    expect(activeOf('ic')).toEqual([11, 46]);
  });
});

describe('the recount', () => {
  it('notices a single visit that is missing', () => {
    const portfolio = demoPortfolio({ today: '2026-03-01', timeZone: 'UTC' });
    const accounts = portfolio.accounts.map((account) => ({ ...account, visits: account.visits.slice(1) }));
    const golden = GOLDEN.accounts.find(({ account_id }) => account_id === 'megacorp');
    const found = recount({ ...portfolio, accounts }, ['megacorp']).get('megacorp');
    expect(found?.facts.events_30d).not.toBe(golden?.events_30d);
  });
});
