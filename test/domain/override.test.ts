import { describe, expect, test } from 'vitest';
import { assess } from '../../src/domain/assess.ts';
import type { Band } from '../../src/domain/assessment.ts';
import type { ScoredFacts } from '../../src/domain/change.ts';
import { addDays } from '../../src/domain/day.ts';
import { BALANCED, type HealthDefinition, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { explainChange } from '../../src/domain/explain.ts';
import type { AccountFacts } from '../../src/domain/facts.ts';
import { bandWithHysteresis } from '../../src/domain/health/band.ts';
import { isInForce } from '../../src/domain/judgement.ts';
import { isOverridden, ruleScore, type ScoreOverride } from '../../src/domain/override.ts';
import { toPublished } from '../../src/domain/published.ts';
import { fc } from '../support/fc.ts';
import { now, weekEarlier } from '../support/initech.ts';
import { anyFacts, scorableFacts } from './arbitrary-facts.ts';
import { account, assessed } from './golden.ts';
import { holds } from './holds.ts';

const override = (kind: ScoreOverride['kind'], tenths: number): ScoreOverride => ({
  kind,
  tenths,
  reason: 'says they leave',
  author: 'U0DANA',
  expiresOn: '2026-05-03',
});

function under(facts: AccountFacts, decided: ScoreOverride | null, previousBand: Band | null = null) {
  return assess(facts, { health: BALANCED, utilization: UTILIZATION_DEFAULTS, override: decided, previousBand }).health;
}

describe('an override', () => {
  // annualis: base 86.7, capped by the rules at 44.9; acme: 88.0 without a cap; quitter: base 96.6, capped at 24.9.
  test.each([
    ['acme', 'cap', 449, 449, 'WARN', 880],
    ['acme', 'cap', 900, 880, 'healthy', 880],
    ['acme', 'value', 449, 449, 'WARN', 880],
    ['acme', 'value', 950, 950, 'champion', 880],
    ['annualis', 'cap', 249, 249, 'CRITICAL', 449],
    ['annualis', 'cap', 700, 449, 'WARN', 449],
    ['annualis', 'value', 750, 750, 'healthy', 449],
    ['quitter', 'value', 0, 0, 'CRITICAL', 249],
    ['quitter', 'value', 1000, 1000, 'champion', 249],
  ] as const)('of %s as a %s of %i tenths gives %i, %s', (id, kind, tenths, score, band, without) => {
    const health = under(account(id), override(kind, tenths));
    expect(health).toMatchObject({ scoreTenths: score, band, bandRaw: band });
    expect(health.override).toEqual({ ...override(kind, tenths), withoutTenths: without });
    const rules = assessed(account(id)).health;
    expect([health.baseTenths, health.cap, health.components]).toEqual([rules.baseTenths, rules.cap, rules.components]);
    expect(isOverridden(health)).toBe(score !== without);
  });

  test('gives no score to an account without one, and says nothing there', () => {
    for (const id of ['newco', 'ghost', 'meterly']) {
      expect(under(account(id), override('value', 900))).toEqual(assessed(account(id)).health);
    }
  });

  test('withholds the best band where little is known, as the rules do', () => {
    expect(under(account('smallco'), override('value', 1000))).toMatchObject({ scoreTenths: 1000, band: 'healthy' });
  });

  test('is published at the end, and nothing is published without one', () => {
    const facts = account('acme');
    const options = { health: BALANCED, utilization: UTILIZATION_DEFAULTS };
    const published = toPublished(assess(facts, { ...options, override: override('cap', 449) }));
    expect(Object.keys(published).at(-1)).toBe('override');
    expect(published).toMatchObject({
      score: '44.9',
      base_score: '88.0',
      override: { kind: 'cap', points: '44.9', expires_on: '2026-05-03', score_without: '88.0' },
    });
    expect(toPublished(assess(facts, options))).not.toHaveProperty('override');
  });

  const anyOverride = fc
    .record({ kind: fc.constantFrom('value', 'cap'), tenths: fc.integer({ min: 0, max: 1000 }) })
    .map(({ kind, tenths }) => override(kind, tenths));
  const anyBand = fc.constantFrom(null, 'CRITICAL', 'WARN', 'ok', 'healthy', 'champion');

  test('decides the score and the band alone: a value exactly, a cap as the lowest, the band with hysteresis', () => {
    holds(
      fc.property(anyFacts, anyOverride, anyBand, (facts, decided, previous) => {
        const [plain, health] = [under(facts, null, previous), under(facts, decided, previous)];
        expect({ ...health, scoreTenths: 0, band: null, bandRaw: null, override: undefined }).toEqual({
          ...plain,
          scoreTenths: 0,
          band: null,
          bandRaw: null,
          override: undefined,
        });
        if (plain.scoreTenths === null) {
          expect(health.scoreTenths).toBeNull();
          return;
        }
        const score = decided.kind === 'value' ? decided.tenths : Math.min(decided.tenths, plain.scoreTenths);
        expect(health.scoreTenths).toBe(score);
        expect(ruleScore(health)).toBe(plain.scoreTenths);
        const shown = bandWithHysteresis(score, previous, BALANCED);
        const withheld = shown === 'champion' && (health.coverage ?? 0) < BALANCED.champion_coverage;
        expect(health.band).toBe(withheld ? 'healthy' : shown);
      }),
      { numRuns: 1000 },
    );
  });

  function scored(
    facts: AccountFacts,
    more: { day: string; decided: ScoreOverride | null; definition: HealthDefinition; hash: string },
  ): ScoredFacts {
    const { day, decided, definition, hash } = more;
    const { health } = assess(facts, { health: definition, utilization: UTILIZATION_DEFAULTS, override: decided });
    return { day, facts, health, definition: { hash, health: definition }, fleetFactor: 1000 };
  }

  test('is a part of its own in every change, and all parts still add up to it', () => {
    const other: HealthDefinition = { ...BALANCED, trend: { noise: 300 }, caps: { dormant_seats: '12.3' } };
    const side = fc.record({
      facts: fc.oneof({ arbitrary: scorableFacts, weight: 4 }, { arbitrary: anyFacts, weight: 1 }),
      decided: fc.option(anyOverride, { nil: null, freq: 3 }),
    });
    const rules = fc.constantFrom({ definition: BALANCED, hash: 'one' }, { definition: other, hash: 'two' });
    let said = 0;
    holds(
      fc.property(side, side, rules, rules, fc.boolean(), (was, is, then, today, sameDay) => {
        const from = scored(was.facts, { ...was, ...then, day: sameDay ? '2026-03-01' : '2026-02-22' });
        const to = scored(is.facts, { ...is, ...today, day: '2026-03-01' });
        const terms = explainChange({ from, to });
        const [before, after] = [from.health.scoreTenths, to.health.scoreTenths];
        if (before === null || after === null) {
          expect(terms).toEqual([]);
          return;
        }
        expect(terms.reduce((sum, { pointsTenths }) => sum + pointsTenths, 0)).toBe(after - before);
        const ofRules = (ruleScore(to.health) ?? 0) - (ruleScore(from.health) ?? 0);
        const byHand = terms.filter(({ kind }) => kind === 'override');
        expect(byHand.map(({ key }) => key)).toEqual(after - before === ofRules ? [] : ['override']);
        expect(byHand[0]?.pointsTenths ?? 0).toBe(after - before - ofRules);
        said += byHand.length;
      }),
      { numRuns: 1500 },
    );
    expect(said).toBeGreaterThan(300);
  });

  test('made, moved and ended is told apart from what the customer did', () => {
    const side = (facts: AccountFacts, day: string, decided: ScoreOverride | null) =>
      scored(facts, { day, decided, definition: BALANCED, hash: 'one' });
    const made = explainChange({
      from: side(now, '2026-03-01', null),
      to: side(now, '2026-03-01', override('cap', 449)),
    });
    expect(made).toMatchObject([{ key: 'override', kind: 'override', pointsTenths: 449 - 725 }]);
    const moved = explainChange({
      from: side(weekEarlier, '2026-02-22', override('value', 500)),
      to: side(now, '2026-03-01', override('value', 500)),
    });
    expect(moved.map(({ key, pointsTenths }) => [key, pointsTenths])).toEqual([
      ['trend', -225],
      ['support', -38],
      ['key_contact', -4],
      ['override', 267],
    ]);
    const ended = explainChange({
      from: side(now, '2026-02-22', override('value', 500)),
      to: side(now, '2026-03-01', null),
    });
    expect(ended.map(({ key, pointsTenths }) => [key, pointsTenths])).toEqual([['override', 225]]);
  });
});

describe('a judgement', () => {
  const validity = { startsOn: '2026-03-01', lastOn: '2026-03-10', endedOn: null };

  test.each([
    ['the day before', validity, '2026-02-28', false],
    ['the day it was made', validity, '2026-03-01', true],
    ['its last day', validity, '2026-03-10', true],
    ['the day after', validity, '2026-03-11', false],
    ['the day before its early end', { ...validity, endedOn: '2026-03-05' }, '2026-03-04', true],
    ['the day of its early end', { ...validity, endedOn: '2026-03-05' }, '2026-03-05', false],
    ['ended on the day it was made', { ...validity, endedOn: '2026-03-01' }, '2026-03-01', false],
    ['ended after it had expired', { ...validity, endedOn: '2026-03-20' }, '2026-03-11', false],
  ])('counts or not on %s', (_when, when, day, counts) => {
    expect(isInForce(when, day)).toBe(counts);
  });

  test('counts for an unbroken run of days that an early end only shortens', () => {
    holds(
      fc.property(fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.option(fc.nat({ max: 45 })), (start, length, end) => {
        const day = (ahead: number) => addDays('2026-02-20', ahead);
        const endedOn = end === null ? null : day(start + end);
        const made = { startsOn: day(start), lastOn: day(start + length), endedOn };
        const counted = Array.from({ length: 70 }, (_, ahead) => ahead).filter((ahead) => isInForce(made, day(ahead)));
        const expected = Math.min(length + 1, end ?? Number.POSITIVE_INFINITY);
        expect(counted).toEqual(Array.from({ length: expected }, (_, index) => start + index));
      }),
    );
  });
});
