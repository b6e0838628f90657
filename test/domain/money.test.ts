import { describe, expect, test } from 'vitest';
import { arr, convertMinor, formatMoney } from '../../src/domain/money.ts';
import { fc } from '../support/fc.ts';
import { golden } from './golden.ts';
import { holds } from './holds.ts';

describe('money', () => {
  test.each([
    [500_000, 'USD', '$5,000'],
    [19_355, 'USD', '$193.55'],
    [480_000, 'JPY', '¥480,000'],
    [72_000, 'EUR', '€720'],
    [-10_179, 'USD', '-$101.79'],
    [5, 'USD', '$0.05'],
    [0, 'USD', '$0'],
    [1_234_567_890, 'GBP', '£12,345,678.90'],
    [1_500, 'KWD', 'KWD 1.500'],
    [100_000, 'CHF', 'CHF 1,000'],
  ])('%i minor units of %s print as %s', (minor, currency, text) => {
    expect(formatMoney({ minor, currency })).toBe(text);
  });

  test.each([
    [480_000, 'JPY', 'USD', golden.fx.JPY, 321_600],
    [72_000, 'EUR', 'USD', golden.fx.EUR, 77_760],
    [1, 'USD', 'JPY', '149.5', 1],
    [1, 'USD', 'JPY', '50', 1],
    [1, 'USD', 'JPY', '49.9', 0],
    [1_000, 'BHD', 'USD', '2.65', 265],
    [-1, 'USD', 'JPY', '50', -1],
    [123, 'USD', 'USD', 'unread', 123],
  ])('%i %s in %s at %s is %i', (minor, from, to, rate, expected) => {
    expect(convertMinor({ minor, from, to, rate })).toBe(expected);
  });

  test.each(['', '0', '-1', '1e3', 'NaN', '1,2'])('refuses the rate %j', (rate) => {
    expect(convertMinor({ minor: 100, from: 'EUR', to: 'USD', rate })).toBeNull();
  });

  test('a year is twelve months, always', () => {
    expect(arr({ minor: 487_500, currency: 'USD' })).toEqual({ minor: 5_850_000, currency: 'USD' });
  });

  test('what is printed is what was meant: the digits are the minor units', () => {
    holds(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (minor) => {
        const text = formatMoney({ minor, currency: 'USD' });
        const [whole = '', cents = '00'] = text.replace(/[-$,]/g, '').split('.');
        expect(Number(whole) * 100 + Number(cents)).toBe(Math.abs(minor));
        expect(text.startsWith('-')).toBe(minor < 0);
      }),
    );
  });
});
