import type { SeatGroupsReport } from '../app/seats/seat-groups-report.ts';
import type { SeatReport } from '../app/seats/seats-report.ts';
import { formatTenths } from '../domain/decimal.ts';
import { utilizationTenths } from '../domain/utilization.ts';
import { csvText } from '../lib/csv-text.ts';
import type { QbrFile } from './messages/qbr.ts';

const tenthsText = (tenths: number | null): string | null => (tenths === null ? null : formatTenths(tenths));

/** The accounts of the report as a file, in its order; amounts only for somebody who may see them. */
export function seatReportFile(report: SeatReport, { money }: { readonly money: boolean }): QbrFile {
  const amounts = money ? ['mrr_minor', 'currency', 'exposure_minor'] : [];
  const header = ['account_id', 'name', 'owner', 'plan', 'bucket', 'paid_seats', 'active_users_30d', 'utilization'];
  const standings = [...report.atRisk, ...report.dormant, ...report.ramping, ...report.expansion];
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
  return {
    name: `utilization-${report.stand.day}.csv`,
    title: 'Seat utilization',
    content: csvText([...header, 'renews_on', ...amounts], rows),
  };
}

/** The groups of the report as a file. No person is named. */
export function seatGroupsFile(report: SeatGroupsReport): QbrFile {
  const rows = report.groups.map(({ accounts, active, name, people, stopped }) => [
    name,
    people,
    active,
    tenthsText(utilizationTenths({ active, paid: people })),
    stopped,
    accounts,
  ]);
  return {
    name: `utilization-by-${report.by}-${report.stand.day}.csv`,
    title: `Seat use by ${report.by}`,
    content: csvText([report.by, 'people', 'active_30d', 'rate', 'stopped', 'accounts'], rows),
  };
}
