import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess } from '../../src/domain/assess.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { toPublished } from '../../src/domain/published.ts';
import { type KnownFacts, loadFacts } from '../../src/store/facts.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { GOLDEN, insertRecipePortfolio, RECIPE_IDS } from '../support/portfolio.ts';

/** Facts with what a file may leave out filled in with its meaning. */
function complete(facts: AccountFacts | undefined) {
  return {
    ...facts,
    never_seen: facts?.never_seen ?? false,
    excluded: facts?.excluded ?? null,
    seats_added_60d: facts?.seats_added_60d ?? 0,
    growth_plan_active: facts?.growth_plan_active ?? false,
    days_to_renewal: facts?.days_to_renewal ?? null,
    cancel_at_period_end: facts?.cancel_at_period_end ?? false,
    past_due_days: facts?.past_due_days ?? 0,
    silent_14d: facts?.silent_14d ?? false,
    key_contact_days: facts?.key_contact_days ?? null,
    nps_sum: facts?.nps_sum ?? null,
    nps_count: facts?.nps_count ?? null,
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
