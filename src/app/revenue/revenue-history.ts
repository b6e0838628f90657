import type { Day } from '../../domain/day.ts';
import type { Money } from '../../domain/money.ts';
import type { Amounts, Level, Rates } from '../../domain/revenue/level.ts';
import { levelOf } from '../../domain/revenue/level.ts';
import { localDays } from '../../lib/local-days.ts';
import { startOfLocalDay } from '../../lib/local-time.ts';
import { loadRatesOn, loadRevenueHistory, type RevenueHistoryRow } from '../../store/revenue-history.ts';
import type { Context } from '../context.ts';

/** One account's money and seats at the midnights of a history. */
export interface RevenueAccount {
  readonly accountNo: number;
  readonly accountId: string;
  readonly name: string;
  readonly industry: string | null;
  readonly plan: string | null;
  /** Local day of the first payment; null: it never paid. */
  readonly firstPaidOn: Day | null;
  /** MRR at the midnight at the rates of the last one. */
  readonly at: (day: Day) => Level;
  /** The same at the rates of that midnight. */
  readonly atThen: (day: Day) => Level;
  /** Paid seats; null before the ledger's first line. */
  readonly seats: (day: Day) => number | null;
}

/**
 * What every account paid at local midnights, by id. The last of the days, in their order, gives the rates that hold
 * for all of them.
 */
export async function revenueHistory(ctx: Context, unordered: readonly Day[]): Promise<RevenueAccount[]> {
  const days = [...new Set(unordered)].sort();
  const last = days.at(-1) ?? '';
  const found = await loadRevenueHistory(
    ctx.db,
    days.map((day) => startOfLocalDay(day, ctx.timeZone)),
  );
  const rates = await loadRatesOn(ctx.db, days, currenciesOf(found), ctx.reportingCurrency);
  const ratesOn = (day: Day): Rates => rates.get(day) ?? new Map();
  const placeOf = new Map(days.map((day, place) => [day, place]));
  const localDay = localDays(ctx.timeZone);
  return found.map((row) => {
    const amounts = amountsOf(row, days.length);
    const seats = seatsOf(row, days.length);
    const atLast = levelsOf(amounts, () => ratesOn(last), ctx.reportingCurrency);
    const atOwn = levelsOf(amounts, (place) => ratesOn(days[place] ?? last), ctx.reportingCurrency);
    const place = (day: Day): number => placeOf.get(day) ?? days.length;
    return {
      accountNo: row.account_no,
      accountId: row.external_id,
      name: row.name,
      industry: row.industry,
      plan: row.plan,
      firstPaidOn: row.first_paid_at && localDay(row.first_paid_at),
      at: (day) => atLast[place(day)] ?? 'unknown_mrr',
      atThen: (day) => atOwn[place(day)] ?? 'unknown_mrr',
      seats: (day) => seats[place(day)] ?? null,
    };
  });
}

// What is the same amount at the same rates is not converted again.
function levelsOf(amounts: readonly Amounts[], ratesAt: (place: number) => Rates, currency: string): Level[] {
  const levels: Level[] = [];
  for (const [place, here] of amounts.entries()) {
    const before = levels[place - 1];
    const isSame = before !== undefined && here === amounts[place - 1] && ratesAt(place) === ratesAt(place - 1);
    levels.push(isSame ? before : levelOf(here, currency, ratesAt(place)));
  }
  return levels;
}

function currenciesOf(found: readonly RevenueHistoryRow[]): string[] {
  const all = found.flatMap(({ runs }) => runs.flatMap(([, , , currency]) => currency ?? []));
  return [...new Set(all)].sort();
}

function seatsOf({ seat_deltas: deltas, seat_places: places }: RevenueHistoryRow, count: number): (number | null)[] {
  const seats: (number | null)[] = [];
  let sum: number | null = null;
  let next = 0;
  for (let place = 0; place < count; place += 1) {
    for (; (places[next] ?? count) <= place; next += 1) sum = (sum ?? 0) + (deltas[next] ?? 0);
    seats.push(sum === null ? null : Math.max(sum, 0));
  }
  return seats;
}

// Seats that nobody has said the price of are paid by an amount that is not known.
function amountsOf(row: RevenueHistoryRow, count: number): Amounts[] {
  const seats = seatsOf(row, count);
  const nothing: Amounts = [];
  const isHeard = (place: number): boolean => row.heard_from !== null && place >= row.heard_from;
  const amounts: Amounts[] = seats.map((held, place) => (isHeard(place) || (held ?? 0) === 0 ? nothing : null));
  for (const [first, last, minor, currency] of row.runs) {
    const alone = minor === null || currency === null ? null : [{ minor, currency }];
    for (let place = first; place <= last; place += 1) {
      const known = amounts[place];
      if (alone === null) amounts[place] = null;
      else if (known) amounts[place] = known.length === 0 ? alone : [...known, ...alone];
    }
  }
  return amounts.map((known) => known && merged(known));
}

function merged(amounts: readonly Money[]): readonly Money[] {
  if (amounts.length < 2) return amounts;
  const sums = new Map<string, number>();
  for (const { currency, minor } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  return [...sums].map(([currency, minor]) => ({ minor, currency }));
}
