import type { AccountStanding } from '../../app/reports.ts';
import { currencyExponent } from '../../domain/currency.ts';
import { type Day, daysBetween } from '../../domain/day.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { formatMoney, type Money } from '../../domain/money.ts';
import { plain } from '../mrkdwn.ts';
import type { Viewer } from './message.ts';
import { percent, shortDay } from './numbers.ts';
import { type Cell, dataTable, NOTHING, type ShownTable, TABLE_FROM } from './table.ts';

const NAME = 40;

export interface TableColumn<T> {
  readonly header: string;
  readonly cell: (row: T) => Cell;
}

export interface StandingTable<T> {
  readonly caption: string;
  readonly rows: readonly T[];
  readonly standing: (row: T) => AccountStanding;
  /** Shown after the score; amounts of money are for the caller to leave out. */
  readonly columns?: readonly TableColumn<T>[];
  readonly day: Day;
  readonly star?: string | null;
}

/** Accounts to sort: score, band, MRR, seats, renewal, owner. Null where there are too few of them to sort. */
export function standingTable<T>(table: StandingTable<T>, { money }: Viewer): ShownTable | null {
  const { caption, columns = [], day, rows, standing, star = null } = table;
  if (rows.length < TABLE_FROM) return null;
  const shown: readonly TableColumn<T>[] = [
    { header: 'Account', cell: (row) => nameOf(standing(row), star) },
    { header: 'Score', cell: (row) => scoreCell(standing(row)) },
    ...columns,
    { header: 'Band', cell: (row) => standing(row).band ?? 'excluded' },
    ...(money ? [{ header: 'MRR /mo', cell: (row: T) => mrrCell(standing(row)) }] : []),
    { header: 'Used', cell: (row) => usedCell(standing(row)) },
    { header: 'Renews', cell: (row) => renewsCell(standing(row), day) },
    { header: 'Owner', cell: (row) => ownerOf(standing(row)) },
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

function nameOf({ account }: AccountStanding, star: string | null): string {
  const name = plain(account.name, { max: NAME, fallback: account.accountId });
  return account.accountId === star ? `${name} ★` : name;
}

function scoreCell({ assessment: { health } }: AccountStanding): Cell {
  const tenths = health.scoreTenths;
  return tenths === null ? NOTHING : { value: tenths / 10, text: formatTenths(tenths) };
}

function mrrCell({ assessment: { facts } }: AccountStanding): Cell {
  return moneyCell({ minor: facts.mrr_minor, currency: facts.currency });
}

function usedCell({ assessment: { seats } }: AccountStanding): Cell {
  return percentCell(seats.utilizationTenths);
}

function renewsCell({ account: { renewsOn } }: AccountStanding, day: Day): Cell {
  if (renewsOn === null) return NOTHING;
  const days = daysBetween(day, renewsOn);
  return { value: days, text: `${shortDay(renewsOn)} (${days} d)`.replace('(-', '(−') };
}

function ownerOf({ account: { owner } }: AccountStanding): string {
  return owner === null ? 'no owner' : plain(owner.name, { max: NAME, fallback: owner.email });
}
