import type { AccountStanding } from '../app/accounts/account-report.ts';
import type { AccountSeatGroupsReport, SeatGroupsReport } from '../app/seats/seat-groups-report.ts';
import type { AccountSeatsReport, SeatReport } from '../app/seats/seats-report.ts';
import { formatTenths } from '../domain/decimal.ts';
import { utilizationTenths } from '../domain/utilization.ts';
import { csvText } from '../lib/csv-text.ts';
import { fileName, type QbrFile } from './messages/qbr.ts';

const tenthsText = (tenths: number | null): string | null => (tenths === null ? null : formatTenths(tenths));

/** The accounts of the report as a file, in its order; amounts only for somebody who may see them. */
export function seatReportFile(report: SeatReport, viewer: { readonly money: boolean }): QbrFile {
  const standings = [...report.atRisk, ...report.dormant, ...report.ramping, ...report.expansion];
  return {
    name: `utilization-${report.stand.day}.csv`,
    title: 'Seat utilization',
    content: seatRows(standings, viewer),
  };
}

/** The row of one account in the same columns, and its people and seats by month, oldest first. */
export function accountSeatFiles(
  { months, stand, standing }: AccountSeatsReport,
  viewer: { readonly money: boolean },
): readonly QbrFile[] {
  const of = `${fileName(standing.account.accountId)}-${stand.day}`;
  const rows = months.map(({ people, seats, until }) => [until, people, seats]);
  return [
    { name: `utilization-${of}.csv`, title: 'Seat utilization', content: seatRows([standing], viewer) },
    {
      name: `people-by-month-${of}.csv`,
      title: 'People by month',
      content: csvText(['30_days_until', 'active_people', 'paid_seats'], rows),
    },
  ];
}

function seatRows(standings: readonly AccountStanding[], { money }: { readonly money: boolean }): string {
  const amounts = money ? ['mrr_minor', 'currency', 'exposure_minor'] : [];
  const header = ['account_id', 'name', 'owner', 'plan', 'bucket', 'paid_seats', 'active_users_30d', 'utilization'];
  const rows = standings.map(({ account, assessment: { facts, seats } }) => [
    account.accountId,
    account.name,
    account.owner?.email ?? null,
    account.plan,
    seats.bucket,
    facts.paid_seats,
    facts.active_users_30d,
    tenthsText(seats.utilizationTenths),
    account.renewsOn,
    ...(money ? [facts.mrr_minor, facts.currency, seats.exposureMinor] : []),
  ]);
  return csvText([...header, 'renews_on', ...amounts], rows);
}

/** The groups of the report as a file. No person is named. */
export function seatGroupsFile(report: SeatGroupsReport | AccountSeatGroupsReport): QbrFile {
  const account = 'standing' in report ? `-${fileName(report.standing.account.accountId)}` : '';
  const rows = report.groups.map(({ accounts, active, name, people, stopped }) => [
    name,
    people,
    active,
    tenthsText(utilizationTenths({ active, paid: people })),
    stopped,
    accounts,
  ]);
  return {
    name: `utilization-by-${report.by}${account}-${report.stand.day}.csv`,
    title: `Seat use by ${report.by}`,
    content: csvText([report.by, 'people', 'active_30d', 'rate', 'stopped', 'accounts'], rows),
  };
}
