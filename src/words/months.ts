import { firstDayOf, type Month } from '../domain/month.ts';
import { dayAndYear } from './numbers.ts';

/** `Feb 2026`. */
export function monthText(month: Month): string {
  return dayAndYear(firstDayOf(month)).replace(/^1 /, '');
}

/** `12 months`, `1 month`. */
export function monthsText(count: number): string {
  return count === 1 ? '1 month' : `${count} months`;
}
