import { describe, expect, test } from 'vitest';
import { assess } from '../../src/domain/assess.ts';
import { classicScores } from '../../src/domain/classic.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { COMPONENTS } from '../../src/domain/health/components/index.ts';
import { fleetFactor } from '../../src/domain/health/fleet-factor.ts';
import { weeksAvailable } from '../../src/domain/health/weeks.ts';
import { toPublished } from '../../src/domain/published.ts';
import { fc } from '../support/fc.ts';
import { anyFacts, scorableFacts } from './arbitrary-facts.ts';
import { account, assessed } from './golden.ts';
import { holds } from './holds.ts';

const RUNS = { numRuns: 500 };

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function scoreOf(facts: AccountFacts): number {
  const score = assessed(facts).health.scoreTenths;
  if (score === null) throw new Error('expected a score');
  return score;
}

function publishAll(accounts: readonly AccountFacts[]): string[] {
  const factor = fleetFactor(accounts, BALANCED);
  return accounts.map((facts) => JSON.stringify(toPublished(assessed(facts, factor))));
}

describe('a health score', () => {
  test('is the sum of its points, and the points lost are the rest to 100', () => {
    holds(
      fc.property(scorableFacts, (facts) => {
        const { components, baseTenths, scoreTenths } = assessed(facts).health;
        expect(sum(components.map(({ pointsTenths }) => pointsTenths))).toBe(baseTenths);
        expect(sum(components.map(({ lostTenths }) => lostTenths))).toBe(1000 - (baseTenths ?? 0));
        expect(scoreTenths).toBeLessThanOrEqual(baseTenths ?? 0);
      }),
      RUNS,
    );
  });

  test('loses points only where a sub-score is not full', () => {
    holds(
      fc.property(scorableFacts, (facts) => {
        for (const { subHundredths, pointsTenths, lostTenths } of assessed(facts).health.components) {
          expect(subHundredths).toBeGreaterThanOrEqual(0);
          expect(subHundredths).toBeLessThanOrEqual(10_000);
          expect(lostTenths).toBeGreaterThanOrEqual(0);
          if (subHundredths === 10_000) expect(lostTenths).toBe(0);
          if (subHundredths === 0) expect(pointsTenths).toBe(0);
        }
      }),
      RUNS,
    );
  });

  test('does not exist below the coverage floor or under 28 days of data', () => {
    holds(
      fc.property(anyFacts, (facts) => {
        const { scoreTenths, band, coverage, components } = assessed(facts).health;
        const seen = facts.never_seen !== true && (facts.active_users_30d > 0 || facts.events_30d > 0);
        if (facts.excluded !== null) expect([scoreTenths, band, coverage]).toEqual([null, null, null]);
        else if (seen && facts.data_days < 28) expect([scoreTenths, band]).toEqual([null, 'onboarding']);
        else if ((coverage ?? 0) < 40) expect([scoreTenths, band]).toEqual([null, 'not scored']);
        if (scoreTenths === null) expect(components).toEqual([]);
        if (scoreTenths !== null) expect(coverage).toBeGreaterThanOrEqual(40);
      }),
      RUNS,
    );
  });

  test('does not exist where nothing is known, even with the floor at 0', () => {
    const [nps] = BALANCED.components.filter(({ key }) => key === 'nps');
    const health = { ...BALANCED, min_coverage: 0, components: nps ? [nps] : [] };
    const facts = { ...account('acme'), nps_sum: null };
    const options = { health, utilization: UTILIZATION_DEFAULTS };
    expect(assess(facts, options).health).toMatchObject({ scoreTenths: null, band: 'not scored', coverage: 0 });
  });

  test('gives the same bytes for the same facts', () => {
    holds(
      fc.property(anyFacts, (facts) => {
        expect(JSON.stringify(assessed(structuredClone(facts)))).toBe(JSON.stringify(assessed(facts)));
      }),
      { numRuns: 200 },
    );
  });
});

type Change = readonly [
  name: string,
  way: 'rises' | 'falls',
  change: (facts: AccountFacts, by: number) => AccountFacts,
];
const CHANGES: readonly Change[] = [
  ['more errors', 'falls', (f, by) => ({ ...f, errors_30d: f.errors_30d == null ? null : f.errors_30d + by })],
  ['more tickets', 'falls', (f, by) => ({ ...f, tickets_30d: f.tickets_30d == null ? null : f.tickets_30d + by })],
  ['more urgent tickets', 'falls', (f, by) => ({ ...f, urgent_tickets_open: (f.urgent_tickets_open ?? 0) + by })],
  [
    'a longer silence of the key contact',
    'falls',
    (f, by) => ({
      ...f,
      key_contact_days: f.key_contact_days == null ? null : f.key_contact_days + by,
    }),
  ],
  ['an older debt', 'falls', (f, by) => ({ ...f, past_due_days: (f.past_due_days ?? 0) + by })],
  ['better answers', 'rises', (f, by) => ({ ...f, nps_sum: f.nps_sum == null ? null : f.nps_sum + by })],
  ['more active weeks', 'rises', (f, by) => ({ ...f, active_weeks: f.active_weeks + by })],
  ['more active people', 'rises', (f, by) => ({ ...f, active_users_30d: f.active_users_30d + by })],
  ['more events in the month', 'rises', (f, by) => ({ ...f, events_30d: f.events_30d + by })],
  [
    'more events in this fortnight',
    'rises',
    (f, by) => ({ ...f, event_blocks_14d: firstRaised(f.event_blocks_14d, by) }),
  ],
  [
    'more user-days in this fortnight',
    'rises',
    (f, by) => ({
      ...f,
      user_day_blocks_14d: firstRaised(f.user_day_blocks_14d, by),
    }),
  ],
];

function firstRaised([first, ...rest]: readonly number[], by: number): number[] {
  return first === undefined ? [] : [first + by, ...rest];
}

describe('a single metric moves the score one way', () => {
  test.each(CHANGES)('with %s it only %s', (_name, way, change) => {
    holds(
      fc.property(scorableFacts, fc.integer({ min: 1, max: 300 }), (facts, by) => {
        const move = scoreOf(change(facts, by)) - scoreOf(facts);
        if (way === 'rises') expect(move).toBeGreaterThanOrEqual(0);
        else expect(move).toBeLessThanOrEqual(0);
      }),
      RUNS,
    );
  });
});

describe('a portfolio', () => {
  const portfolio = fc.array(anyFacts, { maxLength: 12 });

  test('of fewer than 20 accounts never moves another account: one more changes nobody', () => {
    holds(
      fc.property(portfolio, anyFacts, (accounts, extra) => {
        expect(fleetFactor([...accounts, extra], BALANCED)).toBe(1000);
        expect(publishAll([...accounts, extra]).slice(0, -1)).toEqual(publishAll(accounts));
      }),
      { numRuns: 100 },
    );
  });

  test('may come in any order, under both models', () => {
    holds(
      fc.property(fc.array(anyFacts, { minLength: 2, maxLength: 30 }), (accounts) => {
        const reversed = [...accounts].reverse();
        expect(publishAll(reversed).reverse()).toEqual(publishAll(accounts));
        expect(classicScores(reversed, 'classic').reverse()).toEqual(classicScores(accounts, 'classic'));
      }),
      { numRuns: 100 },
    );
  });

  test('under classic keeps its points adding up to the unclamped score', () => {
    holds(
      fc.property(portfolio, fc.constantFrom('classic' as const, 'classic_mrr50' as const), (accounts, preset) => {
        for (const { points, unclampedTenths, scoreTenths } of classicScores(accounts, preset)) {
          if (points === null) continue;
          expect(sum(points.map(([, tenths]) => tenths))).toBe(unclampedTenths);
          expect(scoreTenths).toBeGreaterThanOrEqual(0);
          expect(scoreTenths).toBeLessThanOrEqual(1000);
        }
      }),
      RUNS,
    );
  });
});

describe('a component', () => {
  test.each(Object.values(COMPONENTS))(
    '$key is a fraction with its own evidence, or missing',
    ({ key, label, metric }) => {
      expect(label).not.toBe('');
      holds(
        fc.property(anyFacts, (facts) => {
          const measured = metric({ facts, noise: 100, fleetFactor: 1000 });
          if (measured === null) return;
          expect(measured.den > 0n).toBe(true);
          expect(measured.evidence.key).toBe(key);
        }),
        RUNS,
      );
    },
  );

  test('never counts more active weeks than there were', () => {
    holds(
      fc.property(scorableFacts, (facts) => {
        const evidence = COMPONENTS.regularity.metric({ facts, noise: 100, fleetFactor: 1000 })?.evidence;
        expect(evidence?.activeWeeks).toBeLessThanOrEqual(weeksAvailable(facts.data_days));
      }),
      RUNS,
    );
  });

  test('weights of the default model add up to 100', () => {
    expect(sum(BALANCED.components.map(({ weight }) => weight))).toBe(100);
  });
});
