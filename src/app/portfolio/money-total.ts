import type { MoneyTotal as Total } from '../../domain/totals.ts';
import type { Context } from '../context.ts';
import type { MoneyTotal } from './portfolio-reports.ts';

/** A domain total as reports carry it. */
export function moneyTotal({ reportingCurrency }: Context, { minor, withoutRate }: Total): MoneyTotal {
  return { minor, currency: reportingCurrency, partial: withoutRate.length > 0 };
}
