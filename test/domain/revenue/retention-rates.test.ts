import { describe, expect, it } from 'vitest';
import { retentionRates } from '../../../src/domain/revenue/retention-rates.ts';
import { fc } from '../../support/fc.ts';

const START = [500_000, 187_500, 75_000, 25_000, 112_500];
const END = [300_000, 262_500, 75_000, 0, 150_000];
const WORKED = START.map((startMinor, index) => ({ startMinor, endMinor: END[index] ?? 0 }));

const pairs = fc.array(fc.record({ startMinor: fc.nat(10_000_000), endMinor: fc.nat(10_000_000) }), { maxLength: 30 });

describe('retention rates', () => {
  it('are those of the worked example: NRR 87.5 %, GRR 75.0 %, logo 80.0 %', () => {
    expect(retentionRates([...WORKED, { startMinor: 0, endMinor: 90_000 }])).toEqual({
      accounts: 5,
      keptAccounts: 4,
      startMinor: 900_000,
      endMinor: 787_500,
      expansionMinor: 112_500,
      contractionMinor: 200_000,
      churnedMinor: 25_000,
      nrrTenths: 875,
      grrTenths: 750,
      logoTenths: 800,
      expansionTenths: 125,
    });
  });

  it('close: start + expansion − contraction − churned = end, of every list', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const rates = retentionRates(all);
        const { churnedMinor, contractionMinor, endMinor, expansionMinor, startMinor } = rates;
        expect(startMinor + expansionMinor - contractionMinor - churnedMinor).toBe(endMinor);
        expect(contractionMinor).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('keep GRR at or below 100 % and at or below NRR, and ignore the order', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const rates = retentionRates(all);
        expect(rates.grrTenths ?? 0).toBeLessThanOrEqual(Math.min(1000, rates.nrrTenths ?? 1000));
        expect(retentionRates([...all].reverse())).toEqual(rates);
      }),
    );
  });

  it('are unknown, not zero, where nobody paid at the start', () => {
    const { accounts, grrTenths, logoTenths, nrrTenths } = retentionRates([{ startMinor: 0, endMinor: 5 }]);
    expect({ accounts, grrTenths, logoTenths, nrrTenths }).toEqual({
      accounts: 0,
      grrTenths: null,
      logoTenths: null,
      nrrTenths: null,
    });
  });
});
