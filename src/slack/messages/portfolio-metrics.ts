import type { RevenueMetrics, RevenueMonth, RevenueRetention } from '../../app/revenue/revenue-reports.ts';
import { MOVEMENT_KINDS, type MovementKind } from '../../domain/revenue/movements.ts';
import { monthsText, monthText } from '../../words/months.ts';
import { dayAndYear, mrrAndArr, percent, perMonth, plural, shortDay, signedMoney } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { join, standLine } from './account-lines.ts';
import { context, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';
import { moneyCell } from './standing-table.ts';
import { type Cell, dataTable, NOTHING, type ShownTable, TABLE_FROM } from './table.ts';

const NAMES_SHOWN = 8;

const KIND_WORDS: Readonly<Record<MovementKind, string>> = {
  new: 'new',
  expansion: 'expansion',
  contraction: 'contraction',
  churn: 'churn',
  reactivation: 'reactivation',
  unstated: 'not stated',
};

/** MRR, retention, revenue per account and user, and what moved it, month by month; `more` follows it. */
export function portfolioMetricsMessage(
  revenue: RevenueMetrics,
  { money, more = [] }: Viewer & { readonly more?: readonly string[] },
): SlackMessage {
  const head = [...levelLines(revenue, money), ...retentionLines(revenue, money)];
  const title = '*What moved MRR*';
  const months = revenue.months.map((month) => monthLine(month, revenue.currency, money));
  const after = [...(money ? uncountedLines(revenue) : []), ...more];
  const foot = standLine(revenue.stand);
  const moved = money ? [title, ...months] : ['*Accounts that came and left*', ...months];
  const text = { lines: [...head, ...after, ...moved], tail: [foot] };
  const classic = [...sections([...head, ...moved, ...after]), context(foot)];
  const table = money ? monthsTable(revenue) : null;
  if (table === null) return message(text, classic);
  const blocks = [...sections([...head, title]), table.block, ...sections(after), context(foot)];
  return message(text, blocks, classic);
}

function levelLines({ arpa, arpu, closing, day }: RevenueMetrics, money: boolean): string[] {
  const paying = plural(closing.payingAccounts, 'paying account');
  if (!money) return [`*Portfolio* · ${paying} on ${dayAndYear(day)}`];
  const { activeUsers, paidSeats, perActiveUser, perPaidSeat } = arpu;
  const perUser = join([
    perPaidSeat && `${perMonth(perPaidSeat)} per paid seat (${paidSeats.start} → ${paidSeats.end})`,
    activeUsers && perActiveUser
      ? `${perMonth(perActiveUser)} per active user (${activeUsers.start} → ${activeUsers.end})`
      : 'per active user: not known before the first snapshot of the day',
  ]);
  return [
    `*Portfolio* · ${dayAndYear(day)}`,
    `*${mrrAndArr(closing.mrr)}*${closing.uncounted > 0 ? ' (partial)' : ''} · ${join([paying, arpa && `ARPA ${perMonth(arpa)}`])}`,
    `ARPU of 30 d to ${shortDay(day)}: ${perUser}`,
  ];
}

function retentionLines({ retention }: RevenueMetrics, money: boolean): string[] {
  if (retention.length === 0) return ['*Retention* · nobody paid a whole month ago'];
  return ['*Retention*', ...retention.map((one) => `> ${retentionLine(one, money)}`)];
}

/** `12 months to 1 Mar 2026: NRR 87.5 % · GRR 75.0 % · logos 80.0 % · 5 accounts`. */
function retentionLine(retention: RevenueRetention, money: boolean): string {
  const { accounts, logoTenths, months, to, unmeasured } = retention;
  const said = join([
    money ? ratesText(retention) : null,
    logoTenths === null ? null : `logos ${percent(logoTenths)}`,
    plural(accounts, 'account'),
    unmeasured === 0 ? null : `${unmeasured} not measured`,
  ]);
  return `${monthsText(months)} to ${dayAndYear(to)}: ${said}`;
}

/** `NRR 87.5 % · GRR 75.0 %`. */
export function ratesText({ grrTenths, nrrTenths }: Pick<RevenueRetention, 'nrrTenths' | 'grrTenths'>): string | null {
  return nrrTenths === null || grrTenths === null ? null : `NRR ${percent(nrrTenths)} · GRR ${percent(grrTenths)}`;
}

function monthLine(
  { changeMinor, closing, complete, month, movements }: RevenueMonth,
  currency: string,
  money: boolean,
) {
  const name = `${monthText(month)}${complete ? '' : ' so far'}`;
  const moved = MOVEMENT_KINDS.filter((kind) => movements[kind].accounts > 0);
  const amount = (minor: number): string => signedMoney({ minor, currency });
  const parts = moved.map((kind) => {
    const { accounts, minor } = movements[kind];
    return `${KIND_WORDS[kind]} ${money ? amount(minor) : accounts}`;
  });
  const what = parts.length === 0 ? 'nothing moved' : parts.join(', ');
  return money
    ? `> ${name} · ${perMonth(closing.mrr)} · ${amount(changeMinor)}: ${what}`
    : `> ${name} · ${plural(closing.payingAccounts, 'paying account')}: ${what}`;
}

function monthsTable({ currency, months }: RevenueMetrics): ShownTable | null {
  if (months.length < TABLE_FROM) return null;
  const kinds = MOVEMENT_KINDS.filter((kind) => months.some(({ movements }) => movements[kind].minor !== 0));
  const moved = (minor: number): Cell => {
    if (minor === 0) return NOTHING;
    const cell = moneyCell({ minor, currency });
    return typeof cell === 'string' ? cell : { ...cell, text: signedMoney({ minor, currency }) };
  };
  return dataTable({
    caption: 'MRR by month and what moved it',
    header: ['Month', 'MRR /mo', 'Change', ...kinds.map((kind) => KIND_WORDS[kind])],
    rows: [...months]
      .reverse()
      .map(({ changeMinor, closing, complete, month, movements }) => [
        `${monthText(month)}${complete ? '' : ' so far'}`,
        moneyCell(closing.mrr),
        moved(changeMinor),
        ...kinds.map((kind) => moved(movements[kind].minor)),
      ]),
    pageSize: 13,
  });
}

function uncountedLines({ uncounted }: RevenueMetrics): string[] {
  if (uncounted.length === 0) return [];
  const names = uncounted.slice(0, NAMES_SHOWN).map(({ accountId, name, reason }) => {
    const why = reason === 'no_rate' ? 'no rate' : 'MRR not known';
    return `${untrusted(name, { max: 40, fallback: accountId })} (${why})`;
  });
  const left = uncounted.length - names.length;
  return [`*Not in MRR* (${uncounted.length}): ${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}`];
}
