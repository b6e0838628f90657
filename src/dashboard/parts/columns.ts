import type { DashboardAccount } from '../../app/publishing/dashboard-reports.ts';
import { currencyExponent } from '../../domain/currency.ts';
import { daysBetween } from '../../domain/day.ts';
import { formatMoney, type Money } from '../../domain/money.ts';
import { windowsText } from '../../words/account-words.ts';
import { count, percent, shortDay } from '../../words/numbers.ts';
import { html } from '../html.ts';
import { bandHtml, nameHtml, nameOf, offerText, ownerOf, reasonText, scoreText } from './account.ts';
import { type Cell, type Column, NOTHING } from './table.ts';

type AccountColumn = Column<DashboardAccount>;

export const NAME: AccountColumn = {
  header: 'Account',
  kind: 'text',
  cell: (one) => ({ shown: nameHtml(one), value: nameOf(one).toLowerCase() }),
};

export const SCORE: AccountColumn = {
  header: 'Score',
  kind: 'number',
  cell: (one) => cellOf(scoreText(one), one.assessment.health.scoreTenths),
};

export const BAND: AccountColumn = {
  header: 'Band',
  kind: 'text',
  cell: ({ band }) => ({ shown: bandHtml(band), value: band ?? 'excluded' }),
};

export const REASON: AccountColumn = {
  header: 'Costs most',
  kind: 'text',
  prose: true,
  cell: (one) => cellOf(reasonText(one), reasonText(one)),
};

export const USED: AccountColumn = {
  header: 'Used',
  kind: 'number',
  cell: ({ assessment: { seats } }) =>
    seats.utilizationTenths === null
      ? NOTHING
      : { shown: percent(seats.utilizationTenths), value: seats.utilizationTenths },
};

export const ACTIVE: AccountColumn = {
  header: 'Active',
  kind: 'number',
  cell: ({ assessment: { facts } }) => numberCell(facts.active_users_30d),
};

export const PAID: AccountColumn = {
  header: 'Paid',
  kind: 'number',
  cell: ({ assessment: { facts } }) => numberCell(facts.paid_seats),
};

export const PEOPLE: AccountColumn = {
  header: 'People by month',
  kind: 'text',
  cell: (one) => cellOf(windowsText(one), one.assessment.facts.active_users_30d),
};

export const PROPOSED: AccountColumn = {
  header: 'Proposed',
  kind: 'number',
  cell: (one) => cellOf(offerText(one), one.expansionSeats),
};

export const OWNER: AccountColumn = {
  header: 'Owner',
  kind: 'text',
  cell: (one) => ({ shown: html`<bdi>${ownerOf(one)}</bdi>`, value: ownerOf(one).toLowerCase() }),
};

/** The columns of amounts; none where the link shows none. */
export function moneyColumns(money: boolean, which: readonly ('exposure' | 'mrr')[]): AccountColumn[] {
  return money ? which.map((key) => MONEY[key]) : [];
}

const MONEY = {
  mrr: { header: 'MRR /mo', kind: 'number', cell: ({ money }) => moneyCell(money?.mrr ?? null) },
  exposure: { header: 'Exposed /mo', kind: 'number', cell: ({ money }) => moneyCell(money?.exposure ?? null) },
} as const satisfies Readonly<Record<string, AccountColumn>>;

/** Days until the renewal, seen from the day of the numbers. */
export function renews(day: string): AccountColumn {
  return {
    header: 'Renews',
    kind: 'number',
    cell: ({ account: { renewsOn } }) => {
      if (renewsOn === null) return NOTHING;
      const days = daysBetween(day, renewsOn);
      return { shown: `${shortDay(renewsOn)} (${days} d)`.replace('(-', '(−'), value: days };
    },
  };
}

function cellOf(shown: string | null, value: string | number | null): Cell {
  return shown === null ? NOTHING : { shown, value };
}

function numberCell(value: number): Cell {
  return { shown: count(value), value };
}

function moneyCell(money: Money | null): Cell {
  if (money === null) return NOTHING;
  return { shown: formatMoney(money), value: money.minor / 10 ** currencyExponent(money.currency) };
}
