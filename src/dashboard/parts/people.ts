import type { DashboardReport } from '../../app/publishing/dashboard-reports.ts';
import { count, dayAndYear } from '../../words/numbers.ts';
import { type Html, html } from '../html.ts';
import { monthBars } from './bars.ts';
import { section } from './head.ts';
import { numbersTable } from './table.ts';

/** Active people of all accounts by month, as columns and as a table; null without a full month. */
export function peoplePart({ paidSeats, people }: Pick<DashboardReport, 'paidSeats' | 'people'>): Html | null {
  const chart = monthBars(people, 'Active people of all accounts');
  if (chart === null) return null;
  return section('people', 'People by month', [
    chart,
    html`<p class="dim">${count(paidSeats)} paid seats now. An account counts from its first full month.</p>`,
    numbersTable(
      'People by month as a table',
      ['30 days to', 'Active people'],
      [...people].reverse().map(({ people: active, until }) => [dayAndYear(until), count(active)]),
    ),
  ]);
}
