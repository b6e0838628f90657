import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BALANCED } from '../../src/domain/definition.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { fleetFactor } from '../../src/domain/health/fleet-factor.ts';
import { interpolate } from '../../src/domain/health/interpolate.ts';
import { weigh } from '../../src/domain/health/score-components.ts';
import { toPublished } from '../../src/domain/published.ts';
import { reportingExposure } from '../../src/domain/reporting-exposure.ts';
import { seatTotals } from '../../src/domain/totals.ts';
import { fc } from '../support/fc.ts';
import { anyFacts, scorableFacts } from './arbitrary-facts.ts';
import { assessed, golden } from './golden.ts';
import { holds } from './holds.ts';

/** Every property that the numbers must have, with the test that proves it. */
const PROOFS: readonly (readonly [property: string, file: string, test: string])[] = [
  ['points sum to the score', 'domain/properties.test.ts', 'is the sum of its points'],
  ['terms sum to the change', 'domain/explain.test.ts', 'add up to it across definitions, kept or not'],
  ['terms sum for every stored pair', 'demo/why.test.ts', 'adds up to the change for every pair of stored days'],
  ['no other account moves a score', 'domain/properties.test.ts', 'one more changes nobody'],
  ['nor in a large fleet', 'domain/properties-more.test.ts', 'of any size whose fleet is not down'],
  ['monotone in every metric', 'domain/properties.test.ts', 'with %s it only %s'],
  ['and in every sub-score', 'domain/properties-more.test.ts', 'never turns on the way'],
  ['order of rows', 'domain/properties.test.ts', 'may come in any order, under both models'],
  ['order of signals', 'oracle/oracle.test.ts', 'orders of delivery, from signals to band'],
  ['utilization thresholds', 'domain/seats.test.ts', 'all seats up to 200 and people up to 250'],
  ['exposure rows sum to the total', 'domain/properties-more.test.ts', 'is the sum of the rows that are shown'],
  ['the waterfall closes', 'domain/waterfall.test.ts', 'closes exactly, whatever entered, left'],
  ['same facts, same bytes', 'domain/properties.test.ts', 'gives the same bytes for the same facts'],
  [
    'same stored inputs, same bytes',
    'app/snapshots/snapshot-window.test.ts',
    'computes every stored row again, byte for byte',
  ],
  ['no number outside a draft’s facts', 'email/compose-draft.test.ts', 'lint clean, hide nothing and leak nothing'],
  ['ledger in any order', 'domain/seat-ledger.test.ts', 'whatever the order and repetition of arrivals'],
  ['ledger in any order, by webhook', 'ingest/seat-ledger.test.ts', 'ends with what billing stated, at every instant'],
  ['no score below coverage 40', 'domain/properties.test.ts', 'below the coverage floor or under 28 days of data'],
  ['onboarding under 28 days', 'domain/properties.test.ts', 'below the coverage floor or under 28 days of data'],
  ['active weeks are weeks there were', 'domain/properties.test.ts', 'never counts more active weeks than there were'],
  ['one more active week', 'domain/properties.test.ts', "'more active weeks', 'rises'"],
  ['no drop while a source is stale', 'domain/episodes/properties.test.ts', 'while a source looks broken'],
  ['no alert by a change of rules', 'domain/episodes/properties.test.ts', 'is not news by a change of the rules'],
];

function holdsTest(file: string, name: string): boolean {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').includes(name);
}

test.each(PROOFS)('%s: there is a test', (_property, file, name) => {
  expect(holdsTest(file, name)).toBe(true);
  expect(holdsTest(file, `${name} that nobody wrote`)).toBe(false);
});

describe('the golden file', () => {
  test('has no table that is not asserted', () => {
    const { explain, edges } = golden;
    expect(Object.keys(golden).sort()).toEqual(
      ['accounts', 'as_of', 'classic', 'definition', 'edges', 'expected', 'explain', 'fx'].sort(),
    );
    const asserted = readFileSync(new URL('edges.test.ts', import.meta.url), 'utf8');
    for (const table of Object.keys(edges)) expect(asserted).toContain(`edges.${table}`);
    const explained = readFileSync(new URL('explain.test.ts', import.meta.url), 'utf8');
    for (const key of Object.keys(explain)) if (key !== 'note') expect(explained).toContain(`explain.${key}`);
  });

  test('converts at the rates it names', () => {
    for (const facts of golden.accounts) {
      const rate = facts.currency === 'JPY' ? 0.67 : facts.currency === 'EUR' ? 1.08 : 1;
      expect(facts.mrr_reporting_minor ?? facts.mrr_minor).toBe(Math.round(facts.mrr_minor * rate));
    }
  });
});

describe('a sub-score', () => {
  test.each(BALANCED.components)('of $key never turns on the way', ({ anchors }) => {
    const first = anchors[0]?.[1] ?? 0;
    const way = Math.sign((anchors.at(-1)?.[1] ?? 0) - first);
    const metric = fc.record({
      num: fc.integer({ min: -100_000, max: 200_000 }),
      den: fc.integer({ min: 1, max: 2000 }),
    });
    holds(
      fc.property(metric, metric, (a, b) => {
        const sub = (x: typeof a): number => interpolate(anchors, BigInt(x.num), BigInt(x.den));
        const order = Math.sign(b.num * a.den - a.num * b.den);
        expect((sub(b) - sub(a)) * order * way).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });

  test('that rises never lowers the score, whatever the weights', () => {
    const part = fc.record({
      weight: fc.integer({ min: 1, max: 60 }),
      subHundredths: fc.integer({ min: 0, max: 10_000 }),
    });
    holds(
      fc.property(fc.array(part, { minLength: 1, maxLength: 7 }), fc.nat(6), fc.nat(10_000), (parts, which, by) => {
        const raised = parts.map((one, place) =>
          place === which ? { ...one, subHundredths: Math.min(10_000, one.subHundredths + by) } : one,
        );
        expect(weigh(raised).baseTenths).toBeGreaterThanOrEqual(weigh(parts).baseTenths);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a portfolio', () => {
  const publishAll = (accounts: readonly AccountFacts[]): string[] => {
    const factor = fleetFactor(accounts, BALANCED);
    return accounts.map((facts) => JSON.stringify(toPublished(assessed(facts, factor))));
  };
  /** Accounts that are no less active than usual, so that the fleet is not down. */
  const steady = scorableFacts.map((facts) => ({
    ...facts,
    data_days: 98,
    event_blocks_14d: [500, 500, 500],
    user_day_blocks_14d: [40 + (facts.active_weeks % 3), 40, 40],
  }));

  test('of any size whose fleet is not down: adding or removing an account changes nobody else', () => {
    holds(
      fc.property(fc.array(steady, { minLength: 21, maxLength: 40 }), anyFacts, (accounts, extra) => {
        expect(fleetFactor(accounts, BALANCED)).toBe(1000);
        expect(publishAll([...accounts, extra]).slice(0, -1)).toEqual(publishAll(accounts));
        expect(publishAll(accounts.slice(1))).toEqual(publishAll(accounts).slice(1));
      }),
      { numRuns: 60 },
    );
  });

  test('would be moved by a fleet that is down', () => {
    const down = Array.from({ length: 21 }, () => ({
      user_day_blocks_14d: [20, 40, 40],
      event_blocks_14d: [100, 500, 500],
    }));
    const [sample] = fc.sample(scorableFacts, { seed: 1, numRuns: 1 });
    if (sample === undefined) throw new Error('no sample');
    const accounts = down.map((blocks) => ({ ...sample, data_days: 98, errors_30d: 0, tickets_30d: 0, ...blocks }));
    expect(fleetFactor(accounts, BALANCED)).toBe(500);
    expect(publishAll(accounts)[0]).not.toEqual(publishAll(accounts.slice(0, 19))[0]);
  });

  test('total of seats at risk is the sum of the rows that are shown, and names those without a rate', () => {
    holds(
      fc.property(fc.array(anyFacts, { maxLength: 30 }), (accounts) => {
        const rows = accounts.map((facts) => assessed(facts));
        const totals = seatTotals(rows, 'USD');
        for (const [bucket, total] of [
          ['at_risk', totals.atRisk],
          ['dormant', totals.dormant],
          ['ramping', totals.ramping],
          ['no_signal', totals.noSignal],
        ] as const) {
          const shown = rows.filter(({ seats }) => seats.bucket === bucket);
          const amounts = shown.map((row) => reportingExposure(row, 'USD'));
          expect(total.minor).toBe(amounts.reduce<number>((sum, minor) => sum + (minor ?? 0), 0));
          expect(total.accounts).toBe(shown.length);
          expect(total.withoutRate).toHaveLength(amounts.filter((minor) => minor === null).length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
