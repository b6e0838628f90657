import { type Day, weekdayOf } from '../domain/day.ts';
import { formatTenths } from '../domain/decimal.ts';
import { arr, formatMoney, type Money } from '../domain/money.ts';
import { roundHalfUp } from '../domain/rational.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUS = '−';

/** `$5,000/mo`. */
export function perMonth(money: Money): string {
  return `${formatMoney(money).replace('-', MINUS)}/mo`;
}

/** `$5,000/mo MRR ($60,000/yr ARR)`. */
export function mrrAndArr(money: Money): string {
  return `${perMonth(money)} MRR (${formatMoney(arr(money))}/yr ARR)`;
}

/** `$4,875/mo ($58,500/yr)`: for sums that are parts of MRR and not MRR themselves. */
export function perMonthAndYear(money: Money): string {
  return `${perMonth(money)} (${formatMoney(arr(money)).replace('-', MINUS)}/yr)`;
}

/** `+$675`, `−$600`, `±$0`. */
export function signedMoney(money: Money): string {
  if (money.minor === 0) return `±${formatMoney(money)}`;
  return money.minor > 0 ? `+${formatMoney(money)}` : formatMoney(money).replace('-', MINUS);
}

/** `▲ 1.2`, `▼ 22.1`, `= 0.0`; tenths of a point. */
export function arrow(tenths: number): string {
  if (tenths === 0) return '= 0.0';
  return `${tenths > 0 ? '▲' : '▼'} ${formatTenths(Math.abs(tenths))}`;
}

/** `−7.5`. */
export function lost(tenths: number): string {
  return `${MINUS}${formatTenths(tenths)}`;
}

/** `28.0 %`. */
export function percent(tenths: number): string {
  return `${formatTenths(tenths).replace('-', MINUS)} %`;
}

/** `3,500`; whole numbers only. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3}){1,6}$)/g, ',');
}

/** `842`, `1.8 k`, `18 k`, `2.4 M`: about, for amounts that nobody adds up. */
export function compact(value: number): string {
  if (value < 1000) return String(value);
  const [size, unit] = value < 999_500 ? ([1000, 'k'] as const) : ([1_000_000, 'M'] as const);
  const rounded = value < 99.95 * size ? oneDecimal(value, size) : String(roundHalfUp(BigInt(value), BigInt(size)));
  return `${rounded.replace(/\.0$/, '')} ${unit}`;
}

/** Half of a whole number: `90.5`, `3,500`. */
export function half(times2: number): string {
  return times2 % 2 === 0 ? count(times2 / 2) : `${count(Math.floor(times2 / 2))}.5`;
}

/** A fraction of whole numbers with one decimal, halves up. */
export function oneDecimal(num: string | number, den: string | number): string {
  if (BigInt(den) === 0n) return '0.0';
  return formatTenths(Number(roundHalfUp(10n * BigInt(num), BigInt(den))));
}

/** `29 Aug`. */
export function shortDay(day: Day): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''}`;
}

/** `29 Aug 2025`: for days that may be of another year. */
export function dayAndYear(day: Day): string {
  return `${shortDay(day)} ${day.slice(0, 4)}`;
}

/** `Sun 1 Mar 2026`. */
export function longDay(day: Day): string {
  return `${WEEKDAYS[weekdayOf(day)] ?? ''} ${dayAndYear(day)}`;
}

/** `Fri`. */
export function weekdayName(day: Day): string {
  return WEEKDAYS[weekdayOf(day)] ?? '';
}

/** `9 min`, `2 h`, `3 d`. */
export function age(minutes: number): string {
  if (minutes < 60) return `${Math.max(0, Math.floor(minutes))} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

/** `1 account`, `3 accounts`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
