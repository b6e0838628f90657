import { describe, expect, it } from 'vitest';
import { type BilledItem, billedSeats } from '../../src/domain/billed-seats.ts';
import { seatBill } from '../../src/domain/seat-bill.ts';
import { billPreview, seatOptions } from '../../src/domain/seat-options.ts';
import { fc } from '../support/fc.ts';
import { account, assessed } from './golden.ts';

describe('what seats cost', () => {
  it.each([
    [
      '50 seats at $100 a month',
      { unitAmountDecimal: '10000', interval: 'month', intervalCount: 1 },
      50,
      500_000,
      6_000_000,
    ],
    ['20 at $600 a year', { unitAmountDecimal: '60000', interval: 'year', intervalCount: 1 }, 20, 100_000, 1_200_000],
    // Twelve rounded months would be 99,996.
    ['1 at $1,000 a year', { unitAmountDecimal: '100000', interval: 'year', intervalCount: 1 }, 1, 8333, 100_000],
    [
      '12 at €225 a quarter',
      { unitAmountDecimal: '22500', interval: 'month', intervalCount: 3 },
      12,
      90_000,
      1_080_000,
    ],
    ['4 at $25 a week', { unitAmountDecimal: '2500', interval: 'week', intervalCount: 1 }, 4, 43_333, 520_000],
    ['10 at $1 a day', { unitAmountDecimal: '100', interval: 'day', intervalCount: 1 }, 10, 30_417, 365_000],
    [
      '10 at $1,440 in two years',
      { unitAmountDecimal: '144000', interval: 'year', intervalCount: 2 },
      10,
      60_000,
      720_000,
    ],
    ['3 at ¥1,500.5 a month', { unitAmountDecimal: '1500.5', interval: 'month', intervalCount: 1 }, 3, 4502, 54_018],
    ['nobody', { unitAmountDecimal: '100', interval: 'month', intervalCount: 1 }, 0, 0, 0],
  ] as const)('%s', (_name, price, seats, monthMinor, yearMinor) => {
    expect(seatBill(price, seats)).toEqual({ monthMinor, yearMinor });
  });

  it.each(['', 'ten', '1e3', '-100'])('is not said for the price %j', (unitAmountDecimal) => {
    expect(seatBill({ unitAmountDecimal, interval: 'month', intervalCount: 1 }, 5)).toBeNull();
  });

  it('grows with seats, and its year is twelve months but for their rounding', () => {
    const price = fc.record({
      unitAmountDecimal: fc.nat({ max: 10_000_000 }).map((units) => `${Math.floor(units / 100)}.${units % 100}`),
      interval: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
      intervalCount: fc.integer({ min: 1, max: 36 }),
    });
    fc.assert(
      fc.property(price, fc.nat({ max: 5000 }), fc.nat({ max: 5000 }), (one, a, b) => {
        const [few, many] = [seatBill(one, Math.min(a, b)), seatBill(one, Math.max(a, b))];
        if (few === null || many === null) throw new Error('no bill');
        expect(few.monthMinor).toBeLessThanOrEqual(many.monthMinor);
        expect(few.yearMinor).toBeLessThanOrEqual(many.yearMinor);
        expect(Math.abs(many.yearMinor - 12 * many.monthMinor)).toBeLessThanOrEqual(6);
      }),
    );
  });
});

const ITEM: BilledItem = {
  subscription: 'stripe sub_1',
  seats: 10,
  unitAmountDecimal: '7500',
  interval: 'month',
  intervalCount: 1,
  currency: 'USD',
  periodStart: new Date('2026-02-01T00:00:00Z'),
  periodEnd: new Date('2026-03-01T00:00:00Z'),
  mrrMinor: 75_000,
};

describe('the price of a seat', () => {
  it('is known where one item per seat makes the MRR that billing states', () => {
    const period = { start: ITEM.periodStart, end: ITEM.periodEnd };
    const price = { unitAmountDecimal: '7500', interval: 'month', intervalCount: 1 };
    expect(billedSeats([ITEM])).toEqual({ ...price, seats: 10, currency: 'USD', period });
    expect(billedSeats([{ ...ITEM, periodStart: null }])).toMatchObject({ seats: 10, period: null });
  });

  it('is known beside use that is metered: it brings no MRR', () => {
    const metered = { ...ITEM, seats: null, unitAmountDecimal: '3' };
    expect(billedSeats([metered, ITEM])).toMatchObject({ seats: 10 });
    expect(billedSeats([{ ...metered, subscription: 'stripe sub_2', mrrMinor: 0 }, ITEM])).toMatchObject({ seats: 10 });
  });

  it.each<[string, readonly BilledItem[]]>([
    ['no_subscription', []],
    ['no_seats', [{ ...ITEM, seats: null }]],
    ['no_seats', [{ ...ITEM, seats: 0 }]],
    ['several_prices', [ITEM, { ...ITEM, unitAmountDecimal: '5000' }]],
    ['several_prices', [ITEM, { ...ITEM, subscription: 'hubspot deal' }]],
    ['price_not_stated', [{ ...ITEM, unitAmountDecimal: null }]],
    ['price_not_stated', [{ ...ITEM, unitAmountDecimal: 'free' }]],
    ['price_not_stated', [{ ...ITEM, currency: null }]],
    ['price_not_stated', [{ ...ITEM, interval: 'fortnight' }]],
    ['price_not_stated', [{ ...ITEM, interval: null }]],
    ['price_not_stated', [{ ...ITEM, intervalCount: 0 }]],
    ['revenue_not_stated', [{ ...ITEM, mrrMinor: null }]],
    // A discount of a tenth that never ends.
    ['other_amounts', [{ ...ITEM, mrrMinor: 67_500 }]],
    ['other_amounts', [ITEM, { ...ITEM, subscription: 'stripe sub_2', seats: null, mrrMinor: 9900 }]],
  ])('is in doubt: %s', (doubt, items) => {
    expect(billedSeats(items)).toBe(doubt);
  });
});

const optionsOf = (id: string, more: { readonly asked?: number; readonly paid?: number } = {}) => {
  const assessment = assessed(account(id));
  const { asked = null, paid = assessment.facts.paid_seats } = more;
  return seatOptions({ assessment, asked, paid, target: 80 });
};

describe('numbers of seats to talk about', () => {
  it.each([
    ['megacorp', {}, [['right_size', 18, 0]]],
    ['globex', {}, [['right_size', 10, 0]]],
    ['tinyco', {}, [['right_size', 2, 0]]],
    ['acme', {}, [['expansion', 15, 0]]],
    ['exact80', {}, []],
    ['ghost', {}, []],
    [
      'megacorp',
      { asked: 10 },
      [
        ['asked', 10, 4],
        ['right_size', 18, 0],
      ],
    ],
    ['megacorp', { asked: 18 }, [['asked', 18, 0]]],
    ['megacorp', { asked: 50 }, [['right_size', 18, 0]]],
    ['ghost', { asked: 15 }, [['asked', 15, 0]]],
  ] as const)('of %s %j', (id, more, expected) => {
    expect(optionsOf(id, more).map(({ key, seats, withoutSeat }) => [key, seats, withoutSeat])).toEqual(expected);
  });

  it('make the right size the least number whose use is not above the target', () => {
    const base = assessed(account('megacorp'));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 50, max: 100 }),
        (active, paid, target) => {
          const facts = { ...base.facts, active_users_30d: active, paid_seats: paid };
          const [option] = seatOptions({ assessment: { ...base, facts }, asked: null, paid, target });
          const least =
            Array.from({ length: 2001 }, (_, seats) => seats).find((seats) => 100 * active <= target * seats) ?? 0;
          expect(option?.seats ?? null).toBe(least < paid ? least : null);
        },
      ),
    );
  });
});

describe('the bill with another number of seats', () => {
  const billed = billedSeats([ITEM]);
  if (typeof billed === 'string') throw new Error(billed);
  const change = (seats: number, at: string, period = billed.period) => {
    const option = { key: 'asked', seats, withoutSeat: 0 } as const;
    return billPreview({ ...billed, period }, [option], new Date(at))?.options[0];
  };
  const january = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2026-02-01T00:00:00Z') };
  const month = { start: new Date('2026-02-14T00:00:00Z'), end: new Date('2026-03-16T00:00:00Z') };

  it.each([
    ['two fewer on 10 Feb', 8, '2026-02-10T00:00:00Z', billed.period, -10_179, -15_000],
    ['five more on 16 Jan', 15, '2026-01-16T00:00:00Z', january, 19_355, 37_500],
    ['five more half of 30 days on', 15, '2026-03-01T00:00:00Z', month, 18_750, 37_500],
    ['a period that is over', 15, '2026-03-01T00:00:01Z', billed.period, null, 37_500],
    ['a period nobody states', 15, '2026-02-10T00:00:00Z', null, null, 37_500],
  ])('%s', (_name, seats, at, period, nowMinor, monthChangeMinor) => {
    expect(change(seats, at, period)).toMatchObject({ nowMinor, monthChangeMinor });
  });

  it('says the bill before it as well', () => {
    expect(billPreview(billed, [], new Date('2026-02-10T00:00:00Z'))).toEqual({
      now: { monthMinor: 75_000, yearMinor: 900_000 },
      options: [],
    });
  });
});
