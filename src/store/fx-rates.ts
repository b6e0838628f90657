import { type Db, execute } from './db.ts';

/** Stores dated rates to the reporting currency; a rate of the same currency and day is replaced. */
export async function saveFxRates(
  db: Db,
  reportingCurrency: string,
  rates: readonly { readonly currency: string; readonly rate: string; readonly from: string }[],
): Promise<void> {
  for (const { currency, rate, from } of rates) {
    await execute(
      db,
      `insert into fx_rates (currency, reporting_currency, valid_from, rate) values ($1, $2, $3, $4)
       on conflict (currency, reporting_currency, valid_from) do update set rate = excluded.rate`,
      [currency, reportingCurrency, from, rate],
    );
  }
}
