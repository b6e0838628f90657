import type { RevenueMetrics } from '../../app/revenue/revenue-reports.ts';
import { formatMoney } from '../../domain/money.ts';
import { MOVEMENT_KINDS } from '../../domain/revenue/movements.ts';
import { monthText } from '../../words/months.ts';
import { count, dayAndYear, mrrAndArr, percent, perMonth, plural, signedMoney } from '../../words/numbers.ts';
import { type Html, html } from '../html.ts';
import { section, type Tile } from './head.ts';
import { fixedTable } from './table.ts';

const NONE = '–';

/** What all accounts pay, by account and by person. */
export function revenueTiles({ arpa, arpu, closing }: RevenueMetrics): Tile[] {
  const { activeUsers, paidSeats, perActiveUser, perPaidSeat } = arpu;
  const partial = closing.uncounted > 0 ? `, partial: ${count(closing.uncounted)} not counted` : '';
  return [
    {
      label: 'Revenue',
      value: mrrAndArr(closing.mrr),
      note: `${plural(closing.payingAccounts, 'paying account')}${partial}`,
    },
    ...(arpa === null ? [] : [{ label: 'ARPA', value: perMonth(arpa), note: 'MRR per paying account' }]),
    ...(perPaidSeat === null
      ? []
      : [
          {
            label: 'ARPU per paid seat',
            value: perMonth(perPaidSeat),
            note: `${count(paidSeats.start)} → ${count(paidSeats.end)} seats in 30 d`,
          },
        ]),
    ...(perActiveUser === null || activeUsers === null
      ? []
      : [
          {
            label: 'ARPU per active user',
            value: perMonth(perActiveUser),
            note: `${count(activeUsers.start)} → ${count(activeUsers.end)} people in 30 d`,
          },
        ]),
  ];
}

/** Retention and what moved MRR, month by month. */
export function revenuePart(revenue: RevenueMetrics): Html {
  return section('revenue', 'Revenue', [retentionTable(revenue), monthsTable(revenue)]);
}

function retentionTable({ retention }: RevenueMetrics): Html {
  if (retention.length === 0) return html`<p>Nobody paid a whole month ago, so that no retention can be told.</p>`;
  const share = (tenths: number | null): string => (tenths === null ? NONE : percent(tenths));
  return fixedTable(
    'Retention of the accounts that paid at the start',
    ['Period', 'NRR', 'GRR', 'Logos', 'Accounts'],
    retention.map(({ accounts, grrTenths, logoTenths, months, nrrTenths, to, unmeasured }) => [
      `${plural(months, 'month')} to ${dayAndYear(to)}`,
      share(nrrTenths),
      share(grrTenths),
      share(logoTenths),
      unmeasured === 0 ? count(accounts) : `${count(accounts)}, ${count(unmeasured)} not measured`,
    ]),
  );
}

function monthsTable({ currency, months }: RevenueMetrics): Html {
  const kinds = MOVEMENT_KINDS.filter((kind) => months.some(({ movements }) => movements[kind].minor !== 0));
  const moved = (minor: number): string => (minor === 0 ? NONE : signedMoney({ minor, currency }));
  return fixedTable(
    'MRR by month and what moved it',
    ['Month', 'MRR /mo', 'Change', ...kinds.map((kind) => (kind === 'unstated' ? 'not stated' : kind))],
    [...months]
      .reverse()
      .map(({ changeMinor, closing, complete, month, movements }) => [
        `${monthText(month)}${complete ? '' : ' so far'}`,
        `${formatMoney(closing.mrr)}${closing.mrr.partial ? ' (partial)' : ''}`,
        moved(changeMinor),
        ...kinds.map((kind) => moved(movements[kind].minor)),
      ]),
  );
}
