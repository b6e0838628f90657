import { describe, expect, test } from 'vitest';
import { assess } from '../../src/domain/assess.ts';
import type { Band } from '../../src/domain/assessment.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../src/domain/definition.ts';
import { toPublished } from '../../src/domain/published.ts';
import { anyFacts } from '../domain/arbitrary-facts.ts';
import { account, golden } from '../domain/golden.ts';
import { holds } from '../domain/holds.ts';
import { fc } from '../support/fc.ts';
import { now } from '../support/initech.ts';
import { oraclePublished } from './published.ts';
import { oracleBand } from './score.ts';

const ALONE = { fleetFactor: 1000, previousBand: null, reportingCurrency: 'USD' };

describe('the oracle', () => {
  test.each(golden.expected)('publishes $account_id as the golden tables do', (expected) => {
    expect(oraclePublished(account(expected.account_id), ALONE)).toEqual(expected);
  });

  test('shows bands as the edge tables do, with hysteresis and without', () => {
    const { bands_tenths, hysteresis_tenths } = golden.edges;
    for (const [tenths, band] of bands_tenths) expect([tenths, oracleBand(tenths, null)]).toEqual([tenths, band]);
    for (const [was, tenths, band] of hysteresis_tenths) {
      expect([was, tenths, oracleBand(tenths, was)]).toEqual([was, tenths, band]);
    }
  });

  test('reads the holiday example as agreed', () => {
    expect(oraclePublished(now, { ...ALONE, fleetFactor: 620 }).score).toBe(golden.explain.fleet_620);
  });

  test('agrees with the product on any facts, contradictions included', () => {
    const band = fc.constantFrom<Band | null>(null, 'CRITICAL', 'WARN', 'ok', 'healthy', 'champion');
    holds(
      fc.property(anyFacts, fc.constantFrom(1000, 620, 949), band, (facts, fleetFactor, previousBand) => {
        const around = { fleetFactor, previousBand, reportingCurrency: 'USD' };
        const options = { health: BALANCED, utilization: UTILIZATION_DEFAULTS, ...around };
        expect(toPublished(assess(facts, options))).toMatchObject(oraclePublished(facts, around));
      }),
      { numRuns: 5000 },
    );
  });
});
