import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess } from '../../src/domain/assess.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { toPublished } from '../../src/domain/published.ts';
import { execute } from '../../src/store/db.ts';
import { type KnownFacts, loadFacts } from '../../src/store/facts.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import {
  connectSources,
  factsHistory,
  GOLDEN,
  insertAccount,
  insertRecipePortfolio,
  RECIPE_IDS,
} from '../support/portfolio.ts';

/** Facts with what a file may leave out filled in with its meaning, without what the table does not hold. */
function complete(given: AccountFacts | undefined) {
  const {
    plan: _plan,
    industry: _industry,
    last_active_days: _days,
    ...facts
  } = (given ?? {}) as Partial<AccountFacts>;
  return {
    ...facts,
    never_seen: facts.never_seen ?? false,
    excluded: facts.excluded ?? null,
    seats_added_60d: facts.seats_added_60d ?? 0,
    growth_plan_active: facts.growth_plan_active ?? false,
    days_to_renewal: facts.days_to_renewal ?? null,
    cancel_at_period_end: facts.cancel_at_period_end ?? false,
    past_due_days: facts.past_due_days ?? 0,
    silent_14d: facts.silent_14d ?? false,
    key_contact_days: facts.key_contact_days ?? null,
    nps_sum: facts.nps_sum ?? null,
    nps_count: facts.nps_count ?? null,
  };
}

describe.each(['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'])(
  'the recipe accounts in %s',
  (timeZone) => {
    let database: TestDatabase;
    let known: readonly KnownFacts[];

    beforeAll(async () => {
      database = await cloneDatabase();
      await insertRecipePortfolio(database.pool, GOLDEN.as_of, timeZone);
      known = await loadFacts(database.pool, { day: GOLDEN.as_of, timeZone, reportingCurrency: 'USD' });
    });
    afterAll(() => database.close());

    it.each(RECIPE_IDS)('gives %s every fact of the golden table', (id) => {
      const found = known.find(({ facts }) => facts.account_id === id)?.facts;
      expect(complete(found)).toEqual(complete(GOLDEN.accounts.find((facts) => facts.account_id === id)));
    });

    it.each(RECIPE_IDS)('gives %s every printed number of the golden table', (id) => {
      const found = known.find(({ facts }) => facts.account_id === id)?.facts;
      const result = found && toPublished(assess(found, { health: BALANCED, utilization: UTILIZATION_DEFAULTS }));
      expect(result).toEqual(GOLDEN.expected.find((row) => row['account_id'] === id));
    });
  },
);

describe('billing, support and age of every account of the golden table', () => {
  const timeZone = 'Europe/Berlin';
  let database: TestDatabase;
  let known: ReadonlyMap<string, AccountFacts>;

  beforeAll(async () => {
    database = await cloneDatabase();
    const { pool } = database;
    await connectSources(pool, new Date('2026-02-28T20:00:00Z'));
    for (const [currency, rate] of Object.entries(GOLDEN.fx)) {
      if (currency === 'reporting') continue;
      await execute(pool, `insert into fx_rates values ($1, 'USD', '2026-01-01', $2)`, [currency, rate]);
    }
    for (const facts of GOLDEN.accounts) {
      const activity = facts.data_days > 0 ? new Map([[facts.data_days, [[9, 1]] as const]]) : new Map();
      const history = { ...factsHistory(facts, GOLDEN.as_of, timeZone), activity };
      await insertAccount(pool, GOLDEN.as_of, { ...history, accountId: facts.account_id });
    }
    const found = await loadFacts(pool, { day: GOLDEN.as_of, timeZone, reportingCurrency: 'USD' });
    known = new Map(found.map(({ facts }) => [facts.account_id, facts]));
  });
  afterAll(() => database.close());

  it.each(GOLDEN.accounts.map((facts) => [facts.account_id, facts] as const))('%s', (id, facts) => {
    const only = (source: AccountFacts | undefined) => {
      const all = complete(source);
      return FIELDS.map((field) => [field, all[field]]);
    };
    expect(only(known.get(id))).toEqual(only(facts));
  });
});

const FIELDS = [
  'currency',
  'age_days',
  'data_days',
  'never_seen',
  'excluded',
  'paid_seats',
  'paid_seats_90d_ago',
  'seats_added_60d',
  'mrr_minor',
  'mrr_reporting_minor',
  'days_to_renewal',
  'cancel_at_period_end',
  'past_due_days',
  'errors_30d',
  'tickets_30d',
  'urgent_tickets_open',
  'nps_sum',
  'nps_count',
] as const;
