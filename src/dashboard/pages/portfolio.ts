import type { PortfolioDashboard } from '../../app/publishing/dashboard-reports.ts';
import { count } from '../../words/numbers.ts';
import { html } from '../html.ts';
import { accountsPart } from '../parts/accounts.ts';
import { adoptionPart } from '../parts/adoption.ts';
import { bandHistory } from '../parts/band-chart.ts';
import { ACTIVE, BAND, moneyColumns, NAME, OWNER, PAID, renews, SCORE, USED } from '../parts/columns.ts';
import { page, tiles } from '../parts/head.ts';
import { peoplePart } from '../parts/people.ts';
import { revenuePart, revenueTiles } from '../parts/revenue.ts';
import { seatTiles } from '../parts/seat-tiles.ts';

/** The whole portfolio for leaders: revenue, seats, scores and use. */
export function portfolioPage(report: PortfolioDashboard): string {
  const { adoption, money, revenue, stand, total } = report;
  const accounts = { label: 'Accounts', value: count(total), note: `${count(report.excluded)} excluded` };
  return page('Portfolio', report, [
    tiles(revenue === null ? [accounts] : revenueTiles(revenue)),
    tiles(seatTiles(report)),
    revenue === null ? null : revenuePart(revenue),
    html`<div class="columns">${bandHistory(report.bandDays)}${peoplePart(report)}</div>`,
    adoptionPart(adoption),
    accountsPart(report, {
      title: 'All accounts, worst first',
      columns: [
        NAME,
        SCORE,
        BAND,
        USED,
        ACTIVE,
        PAID,
        ...moneyColumns(money, ['mrr', 'exposure']),
        renews(stand.day),
        OWNER,
      ],
    }),
  ]);
}
