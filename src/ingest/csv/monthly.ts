import { currencyExponent } from '../../domain/currency.ts';
import { parseDecimal } from '../../domain/decimal.ts';
import { roundHalfUp } from '../../domain/rational.ts';
import type { CsvRow } from './kind.ts';

/**
 * Minor units per month of a row, half away from zero: of `mrr`, else of a year (`arr`), else of `amount` over
 * `term_months`. Null: the row names no money; `no_term`: an amount of nobody knows how many months.
 */
export function monthlyMinor(row: CsvRow, currency: string): number | 'no_term' | null {
  if (row['mrr'] !== undefined) return perMonth(row['mrr'], 1, currency);
  if (row['arr'] !== undefined) return perMonth(row['arr'], 12, currency);
  if (row['amount'] === undefined) return null;
  const months = Number(row['term_months'] ?? 0);
  return months > 0 ? perMonth(row['amount'], months, currency) : 'no_term';
}

function perMonth(major: string, months: number, currency: string): number | null {
  const decimal = parseDecimal(major);
  if (decimal === null) return null;
  const units = decimal.units * 10n ** BigInt(currencyExponent(currency));
  const minor = Number(roundHalfUp(units, decimal.scale * BigInt(months)));
  return Number.isSafeInteger(minor) ? minor : null;
}
