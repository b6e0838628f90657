import { convertMinor, type Money } from '../money.ts';

/** What an account pays per month, in each currency; null: not known. Nothing at all is an empty list. */
export type Amounts = readonly Money[] | null;

/** Units of the reporting currency for one unit of the key, as decimals. */
export type Rates = ReadonlyMap<string, string>;

/** Minor units of the reporting currency, each currency rounded by itself; or why it cannot be said. */
export type Level = number | 'no_rate' | 'unknown_mrr';

/** An account's MRR in the reporting currency. */
export function levelOf(amounts: Amounts, reportingCurrency: string, rates: Rates): Level {
  if (amounts === null) return 'unknown_mrr';
  let sum = 0;
  for (const { currency, minor } of amounts) {
    const converted = inReporting({ currency, minor }, reportingCurrency, rates);
    if (converted === null) return 'no_rate';
    sum += converted;
  }
  return sum;
}

function inReporting({ currency, minor }: Money, to: string, rates: Rates): number | null {
  if (currency === to) return minor;
  const rate = rates.get(currency);
  return rate === undefined ? null : convertMinor({ minor, from: currency, to, rate });
}

/** The level where it is known. */
export function knownMinor(level: Level): number | null {
  return typeof level === 'number' ? level : null;
}
