import { describe, expect, test } from 'vitest';
import { decimalOf, formatHundredths, formatTenths, parseDecimal } from '../../src/domain/decimal.ts';
import { ceilDiv, floorDiv, isqrt, medianTimes2, reduced, roundHalfUp } from '../../src/domain/rational.ts';
import { fc } from '../support/fc.ts';
import { holds } from './holds.ts';

const big = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 18n });

describe('exact arithmetic', () => {
  test('rounds halves away from zero on both sides', () => {
    expect([1n, 3n, -1n, -3n].map((n) => roundHalfUp(n, 2n))).toEqual([1n, 2n, -1n, -2n]);
    expect(roundHalfUp(1n, -2n)).toBe(-1n);
    expect(roundHalfUp(0n, 7n)).toBe(0n);
  });

  test('rounds to the nearest integer', () => {
    holds(
      fc.property(big, positive, (num, den) => {
        const error = 2n * (roundHalfUp(num, den) * den - num);
        expect(error <= den && error >= -den).toBe(true);
      }),
    );
  });

  test('brackets a quotient between floor and ceiling', () => {
    holds(
      fc.property(big, positive, (num, den) => {
        expect(floorDiv(num, den) * den <= num).toBe(true);
        expect(ceilDiv(num, den) * den >= num).toBe(true);
        expect(ceilDiv(num, den) - floorDiv(num, den)).toBe(num % den === 0n ? 0n : 1n);
      }),
    );
  });

  test('takes the integer square root', () => {
    holds(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (n) => {
        const root = isqrt(n);
        expect(root * root <= n && (root + 1n) * (root + 1n) > n).toBe(true);
      }),
    );
    expect([0n, 1n, 3n, 4n, 90n].map(isqrt)).toEqual([0n, 1n, 1n, 2n, 9n]);
  });

  test('keeps the mean of the middle two exact', () => {
    expect(medianTimes2([])).toBeNull();
    expect(medianTimes2([3])).toBe(6n);
    expect(medianTimes2([100, 9, 10])).toBe(20n);
    expect(medianTimes2([4, 1, 3, 2])).toBe(5n);
  });

  test('reduces a fraction without changing it', () => {
    holds(
      fc.property(big, positive, (num, den) => {
        const low = reduced(num, den);
        expect(low.num * den).toBe(num * low.den);
        expect(low.den > 0n).toBe(true);
      }),
    );
    expect(reduced(290n, 9n)).toEqual({ num: 290n, den: 9n });
    expect(reduced(-6n, -4n)).toEqual({ num: 3n, den: 2n });
  });

  test('reads decimals as written and prints them with fixed places', () => {
    expect(parseDecimal('-12.50')).toEqual({ units: -1250n, scale: 100n });
    expect(['', '.5', '1.', '1e3', ' 1', '+1'].map(parseDecimal)).toEqual([null, null, null, null, null, null]);
    expect(decimalOf(12.5)).toMatchObject({ units: 12_500_000_000n, scale: 1_000_000_000n });
    expect([185, -4, 1000, 0].map(formatTenths)).toEqual(['18.5', '-0.4', '100.0', '0.0']);
    expect([5128, 5, 10_000].map(formatHundredths)).toEqual(['51.28', '0.05', '100.00']);
  });
});
