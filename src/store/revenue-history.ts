import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, rows } from './db.ts';
import { runQuery } from './query-file.ts';

/** `[first, last, minor, currency]`: places of the midnights at which it holds; null minor: not known. */
const run = z.tuple([z.int(), z.int(), z.int().nullable(), z.string().nullable()]);

export const revenueHistorySchema = z.strictObject({
  account_no: z.int(),
  external_id: z.string(),
  name: z.string(),
  industry: z.string().nullable(),
  plan: z.string().nullable(),
  first_paid_at: z.date().nullable(),
  runs: z.array(run),
  /** Place of the first midnight after billing was first heard of; null: never. */
  heard_from: z.int().nullable(),
  /** Places of the midnights before which the seats moved, ascending, and by how many. */
  seat_places: z.array(z.int()),
  seat_deltas: z.array(z.int()),
});
export type RevenueHistoryRow = z.infer<typeof revenueHistorySchema>;

/** What every account paid at local midnights, given ascending as instants; by external id. */
export function loadRevenueHistory(db: Db, instants: readonly Date[]): Promise<RevenueHistoryRow[]> {
  return runQuery(db, 'revenue-history', revenueHistorySchema, { instants });
}

export const billingMarkSchema = z.strictObject({ mark: z.string() });

/** Another one: billing, seats, rates, or the names and groups of accounts are other ones. */
export async function loadBillingMark(db: Db): Promise<string> {
  const [found] = await runQuery(db, 'billing-mark', billingMarkSchema, {});
  return found?.mark ?? '';
}

const peopleSchema = z.strictObject({ account_no: z.int(), windows: z.array(z.int()) });

/** Active people per 30-day window up to the day, oldest first, by account number, as its snapshots have them. */
export async function loadSnapshotPeople(db: Db, day: Day): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = await rows(
    db,
    peopleSchema,
    `select distinct on (account_id) account_id as account_no, facts -> 'active_user_windows' as windows
     from health_snapshots where day = $1 order by account_id, revision desc`,
    [day],
  );
  return new Map(found.map((row) => [row.account_no, row.windows]));
}

const ratesSchema = z.strictObject({ day: z.string(), currency: z.string(), rate: z.string() });

/**
 * Units of the reporting currency for one unit of each currency on each day, as decimals: the newest rate not after
 * the day. Days and currencies without one are absent.
 */
export async function loadRatesOn(
  db: Db,
  days: readonly Day[],
  currencies: readonly string[],
  reportingCurrency: string,
): Promise<ReadonlyMap<Day, ReadonlyMap<string, string>>> {
  const found = await rows(
    db,
    ratesSchema,
    `select d.day::text as day, c.currency, r.rate::text as rate
     from unnest($1::date[]) d (day)
     cross join unnest($2::text[]) c (currency)
     cross join lateral (
       select rate from fx_rates
       where currency = c.currency and reporting_currency = $3 and valid_from <= d.day
       order by valid_from desc limit 1
     ) r`,
    [days, currencies, reportingCurrency],
  );
  const byDay = new Map<Day, Map<string, string>>(days.map((day) => [day, new Map()]));
  for (const { currency, day, rate } of found) byDay.get(day)?.set(currency, rate);
  return byDay;
}
