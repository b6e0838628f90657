import { describe, expect, it } from 'vitest';
import { seatShareMinor } from '../../src/domain/exposure.ts';
import { convertMinor } from '../../src/domain/money.ts';
import { type AtRiskLevel, exposureParts, exposureWaterfall } from '../../src/domain/waterfall.ts';
import { fc } from '../support/fc.ts';

interface Given {
  readonly paid: number;
  readonly active: number;
  readonly mrr: number;
  readonly currency?: string;
  /** Dollars for one unit; null: not known. */
  readonly rate?: string | null;
}

/** As the snapshot states it: the reporting MRR and the exposure are each rounded once. */
function level({ paid, active, mrr, currency = 'USD', rate = '1' }: Given): AtRiskLevel {
  const reporting = rate === null ? null : convertMinor({ minor: mrr, from: currency, to: 'USD', rate });
  return {
    exposureMinor:
      reporting === null || paid === 0 ? null : seatShareMinor(Math.max(paid - active, 0), paid, reporting),
    paidSeats: paid,
    activePeople: active,
    currency,
    mrrMinor: mrr,
    mrrReportingMinor: reporting,
  };
}

const anyRate = fc.option(fc.constantFrom('0.0067', '0.0071', '1.08', '1.1', '0.9'));
const anyLevel = fc
  .record({
    paid: fc.integer({ min: 0, max: 3000 }),
    active: fc.integer({ min: 0, max: 3500 }),
    mrr: fc.integer({ min: 0, max: 2 ** 36 }),
    currency: fc.constantFrom('USD', 'EUR', 'JPY'),
    rate: anyRate,
  })
  .map((given) => level(given));
const anyDay: fc.Arbitrary<ReadonlyMap<string, AtRiskLevel>> = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), anyLevel))
  .map((entries) => new Map(entries));
const totalOf = (day: ReadonlyMap<string, AtRiskLevel>): number =>
  [...day.values()].reduce((sum, { exposureMinor }) => sum + (exposureMinor ?? 0), 0);

describe('exposureWaterfall', () => {
  it('closes exactly, whatever entered, left, lost its rate or changed its currency', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (before, now) => {
        const { minor, entered, left, usageMinor, seatsMinor, priceMinor, fxMinor } = exposureWaterfall(before, now);
        const moved = [...entered, ...left].reduce((sum, move) => sum + move.minor, 0);
        expect(minor).toBe(totalOf(now) - totalOf(before));
        expect(moved + usageMinor + seatsMinor + priceMinor + fxMinor).toBe(minor);
        expect(entered.every((move) => move.minor >= 0) && left.every((move) => move.minor <= 0)).toBe(true);
        const ids = [...entered, ...left].map(({ accountId }) => accountId);
        expect(ids.filter((id) => before.has(id) && now.has(id))).toEqual([]);
      }),
    );
  });

  it('tells $4,200 to $4,875 as globex in, oldco out', () => {
    const megacorp = level({ paid: 50, active: 14, mrr: 500_000 });
    const before = new Map([
      ['megacorp', megacorp],
      ['oldco', level({ paid: 10, active: 4, mrr: 100_000 })],
    ]);
    const now = new Map([
      ['megacorp', megacorp],
      ['globex', level({ paid: 25, active: 8, mrr: 187_500 })],
    ]);
    expect([totalOf(before), totalOf(now)]).toEqual([420_000, 487_500]);
    expect(exposureWaterfall(before, now)).toEqual({
      minor: 67_500,
      entered: [{ accountId: 'globex', minor: 127_500 }],
      left: [{ accountId: 'oldco', minor: -60_000 }],
      usageMinor: 0,
      seatsMinor: 0,
      priceMinor: 0,
      fxMinor: 0,
    });
  });
});

describe('exposureParts', () => {
  const base: Given = { paid: 50, active: 14, mrr: 500_000 };
  const yen: Given = { paid: 40, active: 18, mrr: 480_000, currency: 'JPY', rate: '0.0067' };
  it.each<[string, Given, Given, readonly [number, number, number, number]]>([
    ['four people fewer', base, { ...base, active: 10 }, [40_000, 0, 0, 0]],
    ['ten seats more at the same price', base, { ...base, paid: 60, mrr: 600_000 }, [0, 100_000, 0, 0]],
    ['a price of $110 a seat', base, { ...base, mrr: 550_000 }, [0, 0, 36_000, 0]],
    ['all three at once', base, { paid: 60, active: 10, mrr: 660_000 }, [40_000, 100_000, 50_000, 0]],
    ['seats given back', base, { ...base, paid: 20, mrr: 200_000 }, [0, -300_000, 0, 0]],
    ['a dearer yen', yen, { ...yen, rate: '0.0071' }, [0, 0, 0, 10_560]],
    ['a price in yen', yen, { ...yen, mrr: 500_000 }, [0, 0, 7_370, 0]],
    ['a rate that became known', { ...yen, rate: null }, yen, [0, 0, 0, 176_880]],
    ['a rate that was lost', yen, { ...yen, rate: null }, [0, 0, 0, -176_880]],
    ['another currency', yen, { ...yen, mrr: 300_000, currency: 'USD', rate: '1' }, [0, 0, -11_880, 0]],
    ['free so far', { ...base, mrr: 0 }, base, [0, 0, 360_000, 0]],
    ['no seats any more', base, { ...base, paid: 0 }, [0, -360_000, 0, 0]],
  ])('%s', (_, then, now, expected) => {
    const { usageMinor, seatsMinor, priceMinor, fxMinor } = exposureParts(level(then), level(now));
    expect([usageMinor, seatsMinor, priceMinor, fxMinor]).toEqual(expected);
  });

  it('names an exchange rate only when the rate moved', () => {
    const given = fc.record({
      paid: fc.integer({ min: 5, max: 300 }),
      active: fc.integer({ min: 0, max: 300 }),
      mrr: fc.integer({ min: 1, max: 10 ** 8 }),
    });
    fc.assert(
      fc.property(given, given, fc.constantFrom('0.0067', '1.08', '3'), (then, now, rate) => {
        const foreign = { currency: 'EUR', rate };
        expect(exposureParts(level({ ...then, ...foreign }), level({ ...now, ...foreign })).fxMinor).toBe(0);
        expect(exposureParts(level(then), level(now)).fxMinor).toBe(0);
      }),
    );
  });
});
