import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, rows } from './db.ts';

const rateSchema = z.strictObject({ currency: z.string(), rate: z.string() });

/** Units of the reporting currency for one unit of each currency, as decimals: the newest rate not after the day. */
export async function loadRates(db: Db, day: Day, reportingCurrency: string): Promise<ReadonlyMap<string, string>> {
  const found = await rows(
    db,
    rateSchema,
    `select distinct on (currency) currency, rate::text as rate
     from fx_rates where reporting_currency = $1 and valid_from <= $2
     order by currency, valid_from desc`,
    [reportingCurrency, day],
  );
  return new Map(found.map(({ currency, rate }) => [currency, rate]));
}
