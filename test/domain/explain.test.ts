import { describe, expect, test } from 'vitest';
import { assess } from '../../src/domain/assess.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { ChangeTerm, ScoredFacts } from '../../src/domain/change.ts';
import { formatTenths } from '../../src/domain/decimal.ts';
import { BALANCED, type HealthDefinition, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { explainChange } from '../../src/domain/explain.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { fc } from '../support/fc.ts';
import { now, weekEarlier } from '../support/initech.ts';
import { anyFacts, scorableFacts } from './arbitrary-facts.ts';
import { assessed, golden } from './golden.ts';
import { holds } from './holds.ts';

const { explain } = golden;

const npsExpired: AccountFacts = { ...now, nps_sum: null, nps_count: null };

function scoreText({ health }: Assessment): string | null {
  return health.scoreTenths === null ? null : formatTenths(health.scoreTenths);
}

/** A stored score; `definition: null` stands for rules that were not kept. */
function scored(
  facts: AccountFacts,
  more: { day?: string; hash?: string; definition?: HealthDefinition | null; fleetFactor?: number } = {},
): ScoredFacts {
  const { day = '2026-03-01', hash = 'one', definition = BALANCED, fleetFactor = 1000 } = more;
  const health = definition ?? BALANCED;
  return {
    day,
    facts,
    health: assess(facts, { health, utilization: UTILIZATION_DEFAULTS, fleetFactor }).health,
    definition: { hash, health: definition },
    fleetFactor,
  };
}

const earlier = (facts: AccountFacts, more: Parameters<typeof scored>[1] = {}) =>
  scored(facts, { day: '2026-02-22', ...more });

function moves(terms: readonly ChangeTerm[], kind?: ChangeTerm['kind']): [string, number][] {
  return terms.filter((term) => kind === undefined || term.kind === kind).map((term) => [term.key, term.pointsTenths]);
}

function sum(terms: readonly ChangeTerm[]): number {
  return terms.reduce((total, { pointsTenths }) => total + pointsTenths, 0);
}

test('initech falls by trend, support and key contact, and the moves are the whole fall', () => {
  const [from, to] = [assessed(weekEarlier), assessed(now)];
  expect([scoreText(from), scoreText(to)]).toEqual([explain.from, explain.to]);
  const terms = explainChange({ from: earlier(weekEarlier), to: scored(now) });
  expect(moves(terms)).toEqual(explain.behaviour);
  expect(terms.map(({ kind }) => kind)).toEqual(['behaviour', 'behaviour', 'behaviour']);
  expect(terms[1]).toMatchObject({
    before: { evidence: { tickets: 1, people: 18 } },
    after: { evidence: { tickets: 4, people: 16 } },
  });
});

test('an expired NPS moves its weight to the others', () => {
  const to = assessed(npsExpired);
  expect(scoreText(to)).toBe(explain.nps_expired.to);
  expect(to.health.coverage).toBe(95);
  expect(to.health.missing).toEqual(['nps']);
  const terms = explainChange({ from: earlier(now), to: scored(npsExpired) });
  expect(moves(terms, 'coverage')).toEqual(explain.nps_expired.coverage);
  expect(terms).toHaveLength(explain.nps_expired.coverage.length);
});

test('in a holiday week the same fall is mostly the fleet', () => {
  expect(scoreText(assessed(now, 620))).toBe(explain.fleet_620);
});

test('the trend carries the numbers that its sentence needs', () => {
  const evidenceAt = (fleetFactor: number) =>
    assessed(now, fleetFactor).health.components.find(({ key }) => key === 'trend')?.evidence;
  expect(evidenceAt(1000)).toEqual({
    key: 'trend',
    events: [920, 3670],
    userDays: [44, 181],
    allowanceNum: explain.noise_allowance[0],
    allowanceDen: explain.noise_allowance[1],
    xHundredths: -4386,
    fleetFactor: 1000,
    priorBlocks: 6,
  });
  expect(evidenceAt(620)).toMatchObject({ xHundredths: -1314, fleetFactor: 620 });
});

describe('the parts of a change', () => {
  test('hold behaviour apart from coverage when both changed', () => {
    const terms = explainChange({ from: earlier(weekEarlier), to: scored(npsExpired) });
    expect(moves(terms, 'behaviour')).toEqual(explain.behaviour);
    expect(moves(terms, 'coverage')).toEqual(explain.nps_expired.coverage);
    expect(sum(terms)).toBe(720 - 992);
  });

  test('show a cap that sets in, that moves and that ends, after all that happened under it', () => {
    const cancelling = { ...now, cancel_at_period_end: true };
    expect(moves(explainChange({ from: earlier(now), to: scored(cancelling) }))).toEqual([
      ['cancellation_notice', 249 - 725],
    ]);
    expect(
      moves(
        explainChange({ from: earlier({ ...weekEarlier, ...{ cancel_at_period_end: true } }), to: scored(cancelling) }),
      ),
    ).toEqual([...explain.behaviour, ['cancellation_notice', 267]]);
    const ended = explainChange({ from: earlier(cancelling), to: scored(now) });
    expect(ended).toMatchObject([{ key: 'cancellation_notice', kind: 'cap', pointsTenths: 725 - 249 }]);
    const late = { ...now, past_due_days: 20 };
    expect(moves(explainChange({ from: earlier(cancelling), to: scored(late) }))).toEqual([
      ['cancellation_notice', 476],
      ['payment_past_due', -276],
    ]);
  });

  test('take other rules on the old facts for their effect, and behaviour under the new ones', () => {
    const ours: HealthDefinition = {
      ...BALANCED,
      id: 'ours',
      components: BALANCED.components.filter(({ key }) => key !== 'nps'),
    };
    const onOldFacts = assess(weekEarlier, { health: ours, utilization: UTILIZATION_DEFAULTS }).health.baseTenths ?? 0;
    const terms = explainChange({ from: earlier(weekEarlier), to: scored(now, { definition: ours, hash: 'two' }) });
    expect(terms.at(-1)).toMatchObject({ kind: 'definition', key: 'definition', pointsTenths: onOldFacts - 992 });
    expect(moves(terms, 'coverage')).toEqual([]);
    expect(sum(terms)).toBe(720 - 992);
    const unchanged = explainChange({ from: earlier(now), to: scored(now, { definition: ours, hash: 'two' }) });
    expect(moves(unchanged)).toEqual([['definition', -5]]);
  });

  test('are one effect of the rules when those are not kept', () => {
    const terms = explainChange({ from: earlier(weekEarlier), to: scored(now, { definition: null, hash: 'two' }) });
    expect(moves(terms)).toEqual([['definition', -267]]);
  });

  test('are late data between two revisions of a day', () => {
    const terms = explainChange({ from: scored(now), to: scored({ ...npsExpired, cancel_at_period_end: true }) });
    expect(new Set(terms.map(({ kind }) => kind))).toEqual(new Set(['late_data']));
    expect(sum(terms)).toBe(249 - 725);
  });

  test('say that a component is gone even when it had no points to lose', () => {
    const terms = explainChange({ from: earlier({ ...now, nps_sum: 0 }), to: scored(npsExpired) });
    expect(terms.at(-1)).toMatchObject({ key: 'nps', kind: 'coverage', pointsTenths: 0, after: null });
  });

  test('do not exist where one side has no score', () => {
    const young = { ...now, data_days: 20 };
    expect(explainChange({ from: earlier(young), to: scored(now) })).toEqual([]);
    expect(explainChange({ from: earlier(now), to: scored(young) })).toEqual([]);
  });
});

describe('the parts of any change', () => {
  const definition = fc
    .record({
      weights: fc.tuple(...BALANCED.components.map(() => fc.integer({ min: 1, max: 60 }))),
      kept: fc.uniqueArray(fc.nat({ max: 6 }), { minLength: 1 }),
      caps: fc.constantFrom(BALANCED.caps, {}, { ...BALANCED.caps, dormant_seats: '12.3' }),
      noise: fc.integer({ min: 1, max: 300 }),
    })
    .map(
      ({ weights, kept, caps, noise }): HealthDefinition => ({
        ...BALANCED,
        min_coverage: 0,
        caps,
        trend: { noise },
        components: kept.flatMap((index) => {
          const component = BALANCED.components[index];
          return component ? [{ ...component, weight: weights[index] ?? 1 }] : [];
        }),
      }),
    );
  const capped = fc
    .tuple(scorableFacts, fc.boolean(), fc.boolean())
    .map(([facts, cancel_at_period_end, silent_14d]) => ({
      ...facts,
      cancel_at_period_end,
      silent_14d,
    }));
  const facts = fc.oneof({ arbitrary: capped, weight: 4 }, { arbitrary: anyFacts, weight: 1 });
  const factor = fc.constantFrom(1000, 1000, 620, 949);

  function closes(from: ScoredFacts, to: ScoredFacts): void {
    const terms = explainChange({ from, to });
    const scores = [from.health.scoreTenths, to.health.scoreTenths];
    if (scores.includes(null)) expect(terms).toEqual([]);
    else expect(sum(terms)).toBe((scores[1] ?? 0) - (scores[0] ?? 0));
    const order = terms.map(({ kind }) => ['behaviour', 'coverage', 'definition', 'cap'].indexOf(kind));
    if (from.day !== to.day) expect(order).toEqual([...order].sort());
  }

  test('add up to it under one definition', () => {
    holds(
      fc.property(facts, facts, definition, factor, factor, (old, fresh, rules, then, today) => {
        const common = { definition: rules };
        closes(earlier(old, { ...common, fleetFactor: then }), scored(fresh, { ...common, fleetFactor: today }));
      }),
      { numRuns: 1000 },
    );
  });

  test('add up to it across definitions, kept or not, and across revisions', () => {
    holds(
      fc.property(
        facts,
        facts,
        definition,
        definition,
        fc.boolean(),
        fc.boolean(),
        (old, fresh, was, is, kept, later) => {
          const from = (later ? earlier : scored)(old, { definition: was });
          const to = scored(fresh, { definition: is, hash: 'two' });
          closes(from, kept ? to : { ...to, definition: { hash: 'two', health: null } });
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('are behaviour alone where the same components are measured, each as much as its points moved', () => {
    holds(
      fc.property(scorableFacts, fc.nat({ max: 80 }), fc.nat({ max: 60 }), (old, tickets, days) => {
        const base = { ...old, tickets_30d: 3, key_contact_days: 9 };
        const fresh = { ...base, tickets_30d: tickets, key_contact_days: days };
        const [from, to] = [earlier(base), scored(fresh)];
        for (const term of explainChange({ from, to })) {
          if (term.kind === 'cap') continue;
          expect(term.kind).toBe('behaviour');
          const points = ({ health }: ScoredFacts) =>
            health.components.find(({ key }) => key === term.key)?.pointsTenths;
          expect(term.pointsTenths).toBe((points(to) ?? 0) - (points(from) ?? 0));
        }
      }),
    );
  });
});
