import type { DashboardAccount, DashboardReport } from '../../app/publishing/dashboard-reports.ts';
import { plural } from '../../words/numbers.ts';
import { type Html, html } from '../html.ts';
import { section } from './head.ts';
import { type Column, sortableTable } from './table.ts';

/** The table of accounts, with a word on those that it does not list. */
export function accountsPart(
  { accounts, more }: Pick<DashboardReport, 'accounts' | 'more'>,
  { columns, title }: { readonly title: string; readonly columns: readonly Column<DashboardAccount>[] },
): Html {
  const caption =
    more > 0 ? `The first ${accounts.length}; sorting is within them` : plural(accounts.length, 'account');
  return section('accounts', title, [
    sortableTable({ id: 'accounts-caption', caption, columns }, accounts),
    more > 0 ? html`<p class="dim">…and ${plural(more, 'more account')}: all are in the CSV.</p>` : null,
  ]);
}
