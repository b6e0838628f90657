import { currencyExponent, currencyPrefix } from './currency.ts';
import { parseDecimal } from './decimal.ts';
import { roundHalfUp } from './rational.ts';

/** An amount in the currency's smallest unit (cents for USD, whole yen for JPY) with its ISO 4217 code. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

export interface Conversion {
  readonly minor: number;
  readonly from: string;
  readonly to: string;
  /** Units of `to` for one unit of `from`, as a decimal string such as `"0.0067"`. */
  readonly rate: string;
}

/** Minor units of `to`, half away from zero; exact, whatever the exponents. Null when the rate is not a positive decimal. */
export function convertMinor({ minor, from, to, rate }: Conversion): number | null {
  if (from === to) return minor;
  const decimal = parseDecimal(rate);
  if (decimal === null || decimal.units <= 0n) return null;
  const num = BigInt(minor) * decimal.units * 10n ** BigInt(currencyExponent(to));
  return Number(roundHalfUp(num, decimal.scale * 10n ** BigInt(currencyExponent(from))));
}

/** Annual from monthly recurring revenue: always twelve times. */
export function arr(mrr: Money): Money {
  return { minor: mrr.minor * 12, currency: mrr.currency };
}

/**
 * `$5,000`, `$193.55`, `¥480,000`, `€720`, `-$12.30`: no decimals when the amount is whole.
 * Own code instead of `Intl`, whose output changes between runtime versions.
 */
export function formatMoney({ minor, currency }: Money): string {
  const exponent = currencyExponent(currency);
  const unit = 10 ** exponent;
  const absolute = Math.abs(minor);
  const whole = String(Math.floor(absolute / unit)).replace(/\B(?=(?:\d{3}){1,6}$)/g, ',');
  const rest = absolute % unit;
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(exponent, '0')}`;
  return `${minor < 0 ? '-' : ''}${currencyPrefix(currency)}${whole}${fraction}`;
}
