import type { HealthDashboard } from '../../app/publishing/dashboard-reports.ts';
import { count, perMonthAndYear, plural } from '../../words/numbers.ts';
import { html } from '../html.ts';
import { accountsPart } from '../parts/accounts.ts';
import { bandHistory } from '../parts/band-chart.ts';
import { BAND, moneyColumns, NAME, OWNER, REASON, renews, SCORE, USED } from '../parts/columns.ts';
import { page, type Tile, tiles } from '../parts/head.ts';
import { lowestPart } from '../parts/lowest.ts';
import { peoplePart } from '../parts/people.ts';
import { queuePart } from '../parts/queue.ts';

/** Scores of all accounts: who is in trouble, since when, and what to do first. */
export function healthPage(report: HealthDashboard): string {
  return page('Account health', report, [
    tiles(headTiles(report)),
    queuePart(report.queue),
    lowestPart(report.lowest, report.stand.day),
    html`<div class="columns">${bandHistory(report.bandDays)}${peoplePart(report)}</div>`,
    accountsPart(report, {
      title: 'All accounts, worst first',
      columns: [
        NAME,
        SCORE,
        BAND,
        REASON,
        USED,
        ...moneyColumns(report.money, ['mrr']),
        renews(report.stand.day),
        OWNER,
      ],
    }),
  ]);
}

function headTiles({ bandDays, churnExposure, excluded, mayLeave, queue, total }: HealthDashboard): Tile[] {
  const today = bandDays.at(-1);
  const [critical, warn] = [today?.bands.CRITICAL ?? 0, today?.bands.WARN ?? 0];
  const unscored = today?.unscored ?? 0;
  const scored = total - excluded - unscored;
  const partial = churnExposure?.partial ? ', partial: a currency has no rate' : '';
  return [
    { label: 'CRITICAL', value: count(critical), tone: 'bad' },
    { label: 'WARN', value: count(warn), tone: 'warn' },
    ...(churnExposure === null
      ? [{ label: 'Accounts that may leave', value: count(mayLeave), tone: 'bad' as const }]
      : [
          {
            label: 'Churn exposure',
            value: perMonthAndYear(churnExposure),
            note: `MRR (ARR) of ${plural(mayLeave, 'account')}${partial}`,
            tone: 'bad' as const,
          },
        ]),
    {
      label: 'Accounts with open alerts',
      value: count(queue.alerts.length + queue.more),
      note: `${count(queue.snoozed)} snoozed`,
    },
    {
      label: 'Scored accounts',
      value: `${count(scored)} of ${count(total)}`,
      note: `${count(unscored)} without a score, ${count(excluded)} excluded`,
    },
  ];
}
