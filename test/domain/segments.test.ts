import { describe, expect, test } from 'vitest';
import { assess } from '../../src/domain/assess.ts';
import type { ScoredFacts } from '../../src/domain/change.ts';
import {
  BALANCED,
  type HealthDefinition,
  type Segment,
  type SegmentMatch,
  UTILIZATION_DEFAULTS,
} from '../../src/domain/definition.ts';
import { explainChange } from '../../src/domain/explain.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { isSilent } from '../../src/domain/health/caps.ts';
import { fleetFactor } from '../../src/domain/health/fleet-factor.ts';
import { definitionFor } from '../../src/domain/health/segment.ts';
import { toPublished } from '../../src/domain/published.ts';
import { fc } from '../support/fc.ts';
import { scorableFacts } from './arbitrary-facts.ts';
import { account, golden } from './golden.ts';
import { holds } from './holds.ts';

/** Young accounts are still being rolled out: half of the seats in use is a good sign. */
const YOUNG: Segment = {
  match: { tenure_months: [2, 6] },
  anchors: {
    utilization: [
      [0, 0],
      [10, 25],
      [50, 75],
      [75, 100],
    ],
  },
};

/** A product for the month's end: one week in four is full marks, and five weeks of silence are a long time. */
const MONTHLY: Segment = {
  name: 'monthly rhythm',
  match: { industry: ['payroll'] },
  anchors: {
    regularity: [
      [0, 0],
      [25, 100],
    ],
  },
  silent_days: 35,
};

const under = (...segments: Segment[]): HealthDefinition => ({ ...BALANCED, segments });
const health = (facts: AccountFacts, definition: HealthDefinition) =>
  assess(facts, { health: definition, utilization: UTILIZATION_DEFAULTS }).health;
const sub = (facts: AccountFacts, definition: HealthDefinition, key: string) =>
  health(facts, definition).components.find((component) => component.key === key)?.subHundredths;

describe('the segment of an account', () => {
  const of = (match: SegmentMatch, facts: Partial<AccountFacts>) =>
    definitionFor({ ...account('acme'), ...facts }, under({ match })).segment;

  test.each([
    [59, null],
    [60, '#1'],
    [209, '#1'],
    [210, null],
  ])('at %i days of age is, for two to six months, %s', (age_days, segment) => {
    expect(of({ tenure_months: [2, 6] }, { age_days })).toBe(segment);
  });

  test.each([
    [9, null],
    [10, '#1'],
    [20, '#1'],
    [21, null],
  ])('with %i seats is, for 10 to 20, %s', (paid_seats, segment) => {
    expect(of({ size: [10, 20] }, { paid_seats })).toBe(segment);
    expect(of({ size: [10, null] }, { paid_seats })).toBe(paid_seats < 10 ? null : '#1');
  });

  test('goes by names whatever their case, and never by one that is not known', () => {
    expect(of({ plan: ['pro', 'team'] }, { plan: ' Pro ' })).toBe('#1');
    expect(of({ plan: ['pro'] }, { plan: 'pro plus' })).toBeNull();
    expect(of({ plan: ['pro'] }, {})).toBeNull();
    expect(of({ industry: ['retail'] }, { industry: null })).toBeNull();
  });

  test('needs all that is named, and the first one wins', () => {
    const both = { plan: ['pro'], size: [1, 5] } as const;
    expect(of(both, { plan: 'pro', paid_seats: 6 })).toBeNull();
    expect(of(both, { plan: 'pro', paid_seats: 5 })).toBe('#1');
    const definition = under({ name: 'first', match: { size: [0, 9] } }, { match: { size: [0, null] } });
    expect(definitionFor({ ...account('acme'), paid_seats: 9 }, definition).segment).toBe('first');
    expect(definitionFor({ ...account('acme'), paid_seats: 10 }, definition).segment).toBe('#2');
  });
});

describe('the rules of a segment', () => {
  test('leave everybody else exactly where they were', () => {
    const definition = under(MONTHLY, { match: { size: [100_000, null] }, weights: { nps: 90 } });
    for (const facts of golden.accounts) expect(health(facts, definition)).toEqual(health(facts, BALANCED));
  });

  test.each([
    [0, 0],
    [10, 2500],
    [30, 5000],
    [50, 7500],
    [75, 10_000],
    [90, 10_000],
  ])('give a young account with %i of 100 seats in use %i hundredths', (active_users_30d, expected) => {
    const young = { ...account('exact60'), age_days: 100, paid_seats: 100, active_users_30d };
    expect(sub(young, under(YOUNG), 'utilization')).toBe(expected);
    expect(sub({ ...young, age_days: 300 }, under(YOUNG), 'utilization')).toBe(sub(young, BALANCED, 'utilization'));
  });

  test('suit a monthly rhythm: a week in four is nearly full marks, and a fortnight off is no alarm', () => {
    const quiet = { ...account('monthend'), industry: 'Payroll', silent_14d: true, last_active_days: 30 };
    // 3 of 13 weeks are 23.08 %, of 25 % for full marks.
    expect(sub(quiet, under(MONTHLY), 'regularity')).toBe(9231);
    expect(sub(quiet, BALANCED, 'regularity')).toBe(2564);
    expect([health(quiet, BALANCED).cap, health(quiet, under(MONTHLY)).cap]).toEqual(['silent_14_days', null]);
    const gone = (last_active_days: number) => health({ ...quiet, last_active_days }, under(MONTHLY)).cap;
    expect([35, 36].map(gone)).toEqual([null, 'silent_14_days']);
  });

  test('replace weights, caps and noise key by key', () => {
    const segment: Segment = {
      match: { size: [0, null] },
      weights: { nps: 50 },
      caps: { silent_14_days: '10.0' },
      trend: { noise: 200 },
    };
    const { rules } = definitionFor(account('acme'), under(segment));
    expect(rules.components.map(({ key, weight }) => [key, weight])).toEqual(
      BALANCED.components.map(({ key, weight }) => [key, key === 'nps' ? 50 : weight]),
    );
    expect(rules.caps).toEqual({ ...BALANCED.caps, silent_14_days: '10.0' });
    expect(rules.trend.noise).toBe(200);
    expect(rules.components[0]?.anchors).toBe(BALANCED.components[0]?.anchors);
    expect(health({ ...account('silentco'), last_active_days: 15 }, under(segment)).scoreTenths).toBe(100);
  });

  test('are named in what is published, also without a score', () => {
    const published = (facts: AccountFacts, definition: HealthDefinition) =>
      toPublished(assess(facts, { health: definition, utilization: UTILIZATION_DEFAULTS }));
    const everybody = under({ name: 'all', match: { size: [0, null] } });
    expect(published(account('acme'), everybody)).toEqual({ ...published(account('acme'), BALANCED), segment: 'all' });
    expect(published(account('newco'), everybody)).toMatchObject({ band: 'onboarding', segment: 'all' });
    expect(published(account('meterly'), everybody)).not.toHaveProperty('segment');
  });

  test('count for the fleet factor too', () => {
    const fleet = Array.from({ length: 20 }, (_, index) => ({
      ...account('acme'),
      account_id: `a${index}`,
      user_day_blocks_14d: [10, 20, 20, 20],
      event_blocks_14d: [10, 20, 20, 20],
      nps_count: null,
    }));
    const heavy: Segment = { match: { size: [0, null] }, weights: { nps: 1000 } };
    expect(fleetFactor(fleet, BALANCED)).toBe(500);
    // With nearly all the weight on what nobody has measured, nobody has a score.
    expect(fleetFactor(fleet, under(heavy))).toBe(1000);
  });
});

describe('silence', () => {
  const facts = { ...account('acme'), event_blocks_14d: [0, 0, 0, 9] };

  test.each([
    [14, 14, false],
    [14, 15, true],
    [35, 35, false],
    [35, 36, true],
    [7, 8, true],
  ])('of %i days with the last activity %i days ago is %s', (days, last_active_days, silent) => {
    expect(isSilent({ ...facts, last_active_days, silent_14d: !silent }, days)).toBe(silent);
  });

  test('beyond a fortnight must be proven where the last active day is not known', () => {
    const silent = (silent_14d: boolean, days: number, blocks = facts.event_blocks_14d) =>
      isSilent({ ...facts, silent_14d, event_blocks_14d: blocks }, days);
    expect([7, 14, 28, 42, 43].map((days) => silent(true, days))).toEqual([true, true, true, true, false]);
    expect(silent(true, 28, [0])).toBe(false);
    expect(silent(true, 14, [])).toBe(true);
    expect(silent(false, 14)).toBe(false);
  });
});

describe('the parts of a change from one segment to another', () => {
  const scored = (facts: AccountFacts, day: string, rules: HealthDefinition, fleetFactor = 1000): ScoredFacts => ({
    day,
    facts,
    health: assess(facts, { health: rules, utilization: UTILIZATION_DEFAULTS, fleetFactor }).health,
    definition: { hash: 'one', health: rules },
    fleetFactor,
  });

  test('are the effect of other rules where nothing else happened', () => {
    const facts = { ...account('exact60'), age_days: 209, days_to_renewal: null };
    const rules = under(YOUNG);
    const [from, to] = [scored(facts, '2026-02-28', rules), scored({ ...facts, age_days: 210 }, '2026-03-01', rules)];
    const lost = (to.health.baseTenths ?? 0) - (from.health.baseTenths ?? 0);
    expect(lost).toBeLessThan(0);
    expect(explainChange({ from, to })).toEqual([
      { key: 'definition', kind: 'definition', pointsTenths: lost, before: null, after: null },
    ]);
  });

  const curve = fc.constantFrom<Segment['anchors'][]>(undefined, YOUNG.anchors, MONTHLY.anchors);
  const segment: fc.Arbitrary<Segment> = fc.record({
    match: fc.oneof(
      fc.record({ size: fc.tuple(fc.nat({ max: 30 }), fc.constantFrom(40, 200, null)) }),
      fc.record({ tenure_months: fc.tuple(fc.nat({ max: 10 }), fc.constantFrom(12, null)) }),
      fc.record({ plan: fc.constantFrom(['pro'], ['team', 'pro']) }),
    ),
    weights: fc.constantFrom(undefined, { nps: 60 }, { trend: 1, utilization: 77 }),
    anchors: curve,
    caps: fc.constantFrom(undefined, { dormant_seats: '12.3' }, { silent_14_days: '100.0' }),
    trend: fc.constantFrom(undefined, { noise: 300 }),
    silent_days: fc.constantFrom(undefined, 3, 35),
  });
  const facts = fc
    .tuple(scorableFacts, fc.constantFrom('Pro', 'team', 'free', null), fc.constantFrom(null, 2, 14, 15, 40))
    .map(([base, plan, last_active_days]) => ({ ...base, plan, last_active_days }));
  const segments = fc.array(segment, { minLength: 1, maxLength: 3 });

  test('add up to it exactly, whatever the accounts and the segments', () => {
    let moved = 0;
    holds(
      fc.property(facts, facts, segments, fc.constantFrom(1000, 640), (old, fresh, list, factor) => {
        const rules = under(...list);
        const [from, to] = [scored(old, '2026-02-01', rules), scored(fresh, '2026-03-01', rules, factor)];
        const terms = explainChange({ from, to });
        const scores = [from.health.scoreTenths, to.health.scoreTenths];
        const sum = terms.reduce((total, { pointsTenths }) => total + pointsTenths, 0);
        if (scores.includes(null)) expect(terms).toEqual([]);
        else expect(sum).toBe((scores[1] ?? 0) - (scores[0] ?? 0));
        if (from.health.segment !== to.health.segment) moved += 1;
        else expect(terms.some(({ kind }) => kind === 'definition')).toBe(false);
      }),
      { numRuns: 2000 },
    );
    expect(moved).toBeGreaterThan(200);
  });

  test('show the same facts under another segment as nothing but rules and caps', () => {
    holds(
      fc.property(facts, segments, (base, list) => {
        const rules = under({ match: { plan: ['left'] } }, ...list);
        const [from, to] = [scored({ ...base, plan: 'left' }, '2026-02-28', rules), scored(base, '2026-03-01', rules)];
        for (const { kind } of explainChange({ from, to })) expect(['definition', 'cap']).toContain(kind);
      }),
    );
  });
});
