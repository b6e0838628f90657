import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { whyChanged } from '../../src/app/changes/explain-change.ts';
import type { Context } from '../../src/app/context.ts';
import { definitionHash } from '../../src/app/definition/definition-hash.ts';
import { snapshotScores } from '../../src/app/snapshots/snapshot-scores.ts';
import { type DemoPortfolio, demoPortfolio } from '../../src/demo/portfolio.ts';
import type { ChangeTerm, ScoredFacts } from '../../src/domain/change.ts';
import { addDays } from '../../src/domain/day.ts';
import { explainChange } from '../../src/domain/explain.ts';
import { rows } from '../../src/store/db.ts';
import { assessmentColumns } from '../../src/store/snapshot-rows.ts';
import type { TestDatabase } from '../support/database.ts';
import { type DemoDatabase, openDemoDatabase } from './demo-database.ts';

const NOW = new Date('2026-03-30T07:00:00Z');
const TODAY = '2026-03-30';
const ZONE = 'Europe/Berlin';
const RECIPES = 5;
/** As many days as the demo has snapshots of. */
const STORED_DAYS = 36;
/** The two busiest recipe accounts bring half of all events; fewer of them change no explanation's shape. */
const MOST_DAYS_BACK = 150;

const snapshotSchema = z.strictObject({
  account_id: z.string(),
  day: z.string(),
  facts: assessmentColumns.facts,
  health: assessmentColumns.health,
  definition_hash: z.string(),
  fleet_factor: z.int(),
});

/** Every account of the demo; the oldest visits of the recipe accounts are left out. */
function portfolio(): DemoPortfolio {
  const whole = demoPortfolio({ today: TODAY, timeZone: ZONE });
  const accounts = whole.accounts.map((account, place) => ({
    ...account,
    visits: account.visits.filter(
      ({ daysAgo }) => place >= RECIPES || daysAgo <= MOST_DAYS_BACK || daysAgo === account.customerDaysAgo,
    ),
  }));
  return { ...whole, accounts };
}

describe('why, over the demo portfolio', () => {
  const demo = portfolio();
  let database: TestDatabase;
  let demoDatabase: DemoDatabase;
  let ctx: Context;
  const byAccount = new Map<string, ScoredFacts[]>();

  beforeAll(async () => {
    demoDatabase = await openDemoDatabase(NOW, ZONE);
    ({ ctx, database } = demoDatabase);
    await demoDatabase.load(demo);
    for (let ago = STORED_DAYS - 1; ago >= 0; ago -= 1) {
      await snapshotScores({ ctx, input: { day: addDays(TODAY, -ago) } });
    }
    await readSnapshots();
  }, 240_000);

  afterAll(async () => {
    await demoDatabase?.close();
  });

  async function readSnapshots(): Promise<void> {
    const text = `select a.external_id as account_id, s.day, s.facts, s.health, s.definition_hash, s.fleet_factor
      from health_snapshots s join accounts a using (account_id) order by a.external_id, s.day`;
    const definition = { hash: definitionHash(ctx), health: ctx.health };
    for (const row of await rows(database.pool, snapshotSchema, text, [])) {
      expect(row.definition_hash).toBe(definition.hash);
      const { day, facts, health, fleet_factor: fleetFactor } = row;
      const days = byAccount.get(row.account_id) ?? [];
      days.push({ day, facts, health, fleetFactor, definition });
      byAccount.set(row.account_id, days);
    }
  }

  const sum = (terms: readonly ChangeTerm[]): number => terms.reduce((total, term) => total + term.pointsTenths, 0);

  it('adds up to the change for every pair of stored days of every account', () => {
    let [compared, moved, unscored] = [0, 0, 0];
    const kinds = new Set<string>();
    const open: object[] = [];
    for (const [accountId, days] of byAccount) {
      for (const [place, from] of days.entries()) {
        for (const to of days.slice(place)) {
          const terms = explainChange({ from, to });
          const [before, after] = [from.health.scoreTenths, to.health.scoreTenths];
          const change = before === null || after === null ? 0 : after - before;
          if (sum(terms) !== change) open.push({ accountId, from: from.day, to: to.day, change, terms });
          if (before === null || after === null) unscored += 1;
          else compared += 1;
          if (terms.length > 0) moved += 1;
          for (const { kind } of terms) kinds.add(kind);
        }
      }
    }
    expect(open).toEqual([]);
    expect(byAccount.size).toBe(demo.accounts.length);
    expect(byAccount.size).toBeGreaterThanOrEqual(120);
    expect(compared).toBeGreaterThan(50_000);
    expect(moved).toBeGreaterThan(10_000);
    expect(unscored).toBeGreaterThan(0);
    expect([...kinds].sort()).toEqual(['behaviour', 'cap', 'coverage']);
  });

  it('says through the use case what the rows in memory say', async () => {
    const accounts = [...byAccount].filter((_, place) => place % 6 === 0);
    for (const [place, [accountId, days]] of accounts.entries()) {
      const from = days[place % days.length];
      const to = days.at(-1 - (place % 7));
      if (from === undefined || to === undefined || from.day >= to.day) continue;
      const report = await whyChanged({ ctx, input: { accountId, from: from.day, to: to.day } });
      expect(report.terms).toEqual(explainChange({ from, to }));
      const scores = [from.health.scoreTenths, to.health.scoreTenths];
      expect(report.changeTenths).toBe(scores.includes(null) ? null : sum(report.terms));
    }
  });

  it('would notice a term that is lost', () => {
    const changed = [...byAccount.values()].flatMap((days) => {
      const [from, to] = [days[0], days.at(-1)];
      return from && to ? [explainChange({ from, to }).filter(({ pointsTenths }) => pointsTenths !== 0)] : [];
    });
    const longest = changed.sort((a, b) => b.length - a.length)[0] ?? [];
    expect(longest.length).toBeGreaterThan(2);
    expect(sum(longest.slice(1))).not.toBe(sum(longest));
  });
});
