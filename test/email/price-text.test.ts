import { expect, it } from 'vitest';
import { priceText } from '../../src/email/price-text.ts';

it.each([
  [6_000_000, 'USD', 'year', 'USD 60,000 per year'],
  [72_050, 'EUR', 'month', 'EUR 720.50 per month'],
  [5, 'USD', 'month', 'USD 0.05 per month'],
  [0, 'USD', 'month', 'USD 0 per month'],
  [90_000, 'JPY', 'month', 'JPY 90,000 per month'],
  [1_234, 'KWD', 'month', 'KWD 1.234 per month'],
] as const)('prints %i minor units of %s per %s as %j', (minor, currency, per, text) => {
  expect(priceText({ minor, currency, per })).toBe(text);
});
