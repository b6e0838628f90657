import { describe, expect, it } from 'vitest';
import { movedMinor, movementsOf } from '../../../src/domain/revenue/movements.ts';
import { fc } from '../../support/fc.ts';

const minor = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 5, arbitrary: fc.nat(1_000_000) });
const month = (level: fc.Arbitrary<number | null>) =>
  fc.record({ before: level, after: level, paidEarlier: fc.boolean() });
const sumOf = (all: readonly (number | null)[]): number => all.reduce((sum: number, one) => sum + (one ?? 0), 0);

describe('movements of MRR', () => {
  it.each([
    ['new', 0, 900, false, 900],
    ['reactivation', 0, 900, true, 900],
    ['expansion', 100, 250, true, 150],
    ['contraction', 250, 100, true, -150],
    ['churn', 250, 0, true, -250],
    ['unstated', null, 250, true, 250],
    ['unstated', 250, null, true, -250],
  ] as const)('call it %s: %s → %s', (kind, before, after, paidEarlier, moved) => {
    const movements = movementsOf([{ before, after, paidEarlier }]);
    expect(movements[kind]).toEqual({ minor: moved, accounts: 1 });
    expect(movedMinor(movements)).toBe(moved);
  });

  it('count nothing where nothing moved or nothing is known', () => {
    const movements = movementsOf([
      { before: 5, after: 5, paidEarlier: true },
      { before: null, after: null, paidEarlier: true },
    ]);
    expect(Object.values(movements)).toEqual(Array.from({ length: 6 }, () => ({ minor: 0, accounts: 0 })));
  });

  it('of known MRR add up to its change without what is unstated, whatever the history', () => {
    fc.assert(
      fc.property(fc.array(month(minor)), (all) => {
        const { unstated, ...kinds } = movementsOf(all);
        const change = sumOf(all.map(({ after }) => after)) - sumOf(all.map(({ before }) => before));
        expect(Object.values(kinds).reduce((sum, kind) => sum + kind.minor, 0)).toBe(change);
        expect(unstated).toEqual({ minor: 0, accounts: 0 });
      }),
    );
  });

  it('add up to the change of what is known where some of it is not', () => {
    fc.assert(
      fc.property(fc.array(month(fc.option(minor))), (all) => {
        const change = sumOf(all.map(({ after }) => after)) - sumOf(all.map(({ before }) => before));
        expect(movedMinor(movementsOf(all))).toBe(change);
      }),
    );
  });

  it('have the sign of their name', () => {
    fc.assert(
      fc.property(fc.array(month(minor)), (all) => {
        const { churn, contraction, expansion, new: fresh, reactivation } = movementsOf(all);
        expect(Math.max(churn.minor, contraction.minor)).toBeLessThanOrEqual(0);
        expect(Math.min(expansion.minor, fresh.minor, reactivation.minor)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
