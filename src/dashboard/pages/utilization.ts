import type { DashboardAccount, SeatSection, UtilizationDashboard } from '../../app/publishing/dashboard-reports.ts';
import { count } from '../../words/numbers.ts';
import { html } from '../html.ts';
import { accountsPart } from '../parts/accounts.ts';
import { ACTIVE, moneyColumns, NAME, OWNER, PAID, PEOPLE, PROPOSED, renews, SCORE, USED } from '../parts/columns.ts';
import { page, tiles } from '../parts/head.ts';
import { peoplePart } from '../parts/people.ts';
import { queuePart } from '../parts/queue.ts';
import { seatTiles } from '../parts/seat-tiles.ts';
import type { Column } from '../parts/table.ts';

const SECTIONS: Readonly<Record<SeatSection, string>> = {
  at_risk: 'AT RISK',
  dormant: 'DORMANT',
  ramping: 'RAMPING',
  expansion: 'EXPANSION',
};

const GROUP: Column<DashboardAccount> = {
  header: 'Group',
  kind: 'text',
  cell: ({ assessment: { seats } }) => {
    const label = SECTIONS[seats.bucket as SeatSection] ?? seats.bucket;
    return { shown: label, value: label };
  },
};

/** Seats paid for and used: who is at risk, who lies dormant, who is at the ceiling, and what it is worth. */
export function utilizationPage(report: UtilizationDashboard): string {
  const { day } = report.stand;
  return page('Seat utilization', report, [
    tiles(seatTiles(report)),
    html`<p class="dim">Accounts with at least ${report.minSeats} paid seats are ranked: ${count(report.ranked)} of ${count(report.total)}. ${notRanked(report)}</p>`,
    queuePart(report.queue),
    peoplePart(report),
    accountsPart(report, {
      title: 'Accounts by what is exposed',
      columns: [
        NAME,
        GROUP,
        USED,
        ...moneyColumns(report.money, ['exposure', 'mrr']),
        ACTIVE,
        PAID,
        PEOPLE,
        PROPOSED,
        SCORE,
        renews(day),
        OWNER,
      ],
    }),
  ]);
}

function notRanked({ notRanked: not }: UtilizationDashboard): string {
  const parts = [
    `${count(not.small)} small`,
    `${count(not.usageBased)} usage-based`,
    `${count(not.noSignal)} no signal`,
    `${count(not.onboarding)} onboarding`,
    ...(not.noSeats === 0 ? [] : [`${count(not.noSeats)} without seats`]),
    ...(not.otherwiseExcluded === 0 ? [] : [`${count(not.otherwiseExcluded)} trial, internal, free or cancelled`]),
  ];
  return `Not ranked: ${parts.join(' · ')}.`;
}
