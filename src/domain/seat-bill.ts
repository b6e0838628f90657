import { parseDecimal } from './decimal.ts';
import { type BillingInterval, MONTHS_OF_INTERVAL, mrrMinor } from './mrr.ts';
import { roundHalfUp } from './rational.ts';

/** The price of one seat per period. */
export interface SeatPrice {
  /** Minor units, decimals allowed. */
  readonly unitAmountDecimal: string;
  readonly interval: BillingInterval;
  readonly intervalCount: number;
}

/** Minor units. The year is that of the price and not twelve rounded months: a bill is no ARR. */
export interface SeatBill {
  readonly monthMinor: number;
  readonly yearMinor: number;
}

/** What so many seats cost over a month and over a year, each rounded half-up once; null for an unreadable price. */
export function seatBill(price: SeatPrice, seats: number): SeatBill | null {
  const unit = parseDecimal(price.unitAmountDecimal);
  const monthMinor = mrrMinor({ ...price, quantity: seats });
  if (unit === null || unit.units < 0n || monthMinor === null) return null;
  const [months, per] = MONTHS_OF_INTERVAL[price.interval];
  const year = unit.units * BigInt(seats) * 12n * per;
  return { monthMinor, yearMinor: Number(roundHalfUp(year, unit.scale * months * BigInt(price.intervalCount))) };
}
