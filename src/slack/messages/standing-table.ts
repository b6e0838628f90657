import type { BriefStanding } from '../../app/accounts/account-report.ts';
import { currencyExponent } from '../../domain/currency.ts';
import { type Day, daysBetween } from '../../domain/day.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { formatMoney, type Money } from '../../domain/money.ts';
import { percent, shortDay } from '../../words/numbers.ts';
import { plain } from '../mrkdwn.ts';
import type { Viewer } from './message.ts';
import { type Cell, dataTable, NOTHING, type ShownTable, TABLE_FROM } from './table.ts';

const NAME = 40;

export interface TableColumn<T> {
  readonly header: string;
  readonly cell: (row: T) => Cell;
}

export interface StandingTable<T> {
  readonly caption: string;
  readonly rows: readonly T[];
  readonly standing: (row: T) => BriefStanding;
  /** Shown after the score; amounts of money are for the caller to leave out. */
  readonly columns?: readonly TableColumn<T>[];
  /** What of an account's line is shown beside its score, so that the table says no more than the lines. */
  readonly details: readonly Detail[];
  /** Whether a row has them; each has without it. */
  readonly isDetailed?: (row: T) => boolean;
  readonly day: Day;
  readonly star?: string | null;
}

type Detail = 'mrr' | 'used' | 'renews' | 'owner';

/** Accounts to sort. Null where there are too few of them to sort. */
export function standingTable<T>(table: StandingTable<T>, { money }: Viewer): ShownTable | null {
  const { caption, columns = [], details, isDetailed = () => true, rows, standing, star = null } = table;
  if (rows.length < TABLE_FROM) return null;
  const shown: readonly TableColumn<T>[] = [
    { header: 'Account', cell: (row) => nameOf(standing(row), star) },
    { header: 'Score', cell: (row) => scoreCell(standing(row)) },
    ...columns,
    { header: 'Band', cell: (row) => standing(row).band ?? 'excluded' },
    ...details
      .filter((detail) => money || detail !== 'mrr')
      .map((detail) => ({
        header: HEADERS[detail],
        cell: (row: T) => (isDetailed(row) ? detailCell(detail, standing(row), table.day) : NOTHING),
      })),
  ];
  return dataTable({
    caption,
    header: shown.map(({ header }) => header),
    rows: rows.map((row) => shown.map(({ cell }) => cell(row))),
  });
}

/** An amount that sorts by its value in whole units of its currency. */
export function moneyCell(money: Money): Cell {
  return { value: money.minor / 10 ** currencyExponent(money.currency), text: formatMoney(money) };
}

/** A percentage, or a dash where nothing is measured; tenths of a percent. */
export function percentCell(tenths: number | null): Cell {
  return tenths === null ? NOTHING : { value: tenths / 10, text: percent(tenths) };
}

function nameOf({ account }: BriefStanding, star: string | null): string {
  const name = plain(account.name, { max: NAME, fallback: account.accountId });
  return account.accountId === star ? `${name} ★` : name;
}

function scoreCell({ assessment: { health } }: BriefStanding): Cell {
  const tenths = health.scoreTenths;
  return tenths === null ? NOTHING : { value: tenths / 10, text: formatTenths(tenths) };
}

const HEADERS: Readonly<Record<Detail, string>> = {
  mrr: 'MRR /mo',
  used: 'Used',
  renews: 'Renews',
  owner: 'Owner',
};

function detailCell(detail: Detail, standing: BriefStanding, day: Day): Cell {
  const { facts, seats } = standing.assessment;
  switch (detail) {
    case 'mrr':
      return moneyCell({ minor: facts.mrr_minor, currency: facts.currency });
    case 'used':
      return percentCell(seats.utilizationTenths);
    case 'renews':
      return renewsCell(standing, day);
    case 'owner':
      return ownerOf(standing);
  }
}

function renewsCell({ account: { renewsOn } }: BriefStanding, day: Day): Cell {
  if (renewsOn === null) return NOTHING;
  const days = daysBetween(day, renewsOn);
  return { value: days, text: `${shortDay(renewsOn)} (${days} d)`.replace('(-', '(−') };
}

function ownerOf({ account: { owner } }: BriefStanding): string {
  return owner === null ? 'no owner' : plain(owner.name, { max: NAME, fallback: owner.email });
}
