import type { Context } from '../app/context.ts';
import { seatGroups } from '../app/seats/seat-groups.ts';
import type { SeatGroup, SeatGroupBy } from '../app/seats/seat-groups-report.ts';
import { formatTenths } from '../domain/decimal.ts';
import { utilizationTenths } from '../domain/utilization.ts';
import { csvText } from '../lib/csv-text.ts';
import { standJson } from '../published/stand-json.ts';
import type { ReportFormat } from './report.ts';
import { standText } from './stand.ts';

export const SEAT_PARTS = ['role', 'department'] as const satisfies readonly SeatGroupBy[];

/** People of all accounts by role or department, without names; rates are decimal strings in percent. */
export async function seatGroupsText(ctx: Context, format: ReportFormat, by: SeatGroupBy): Promise<string> {
  const report = await seatGroups({ ctx, input: { by, filter: {} } });
  const { groups, stand } = report;
  if (format === 'csv') {
    const header = [by, 'people', 'active_30d', 'rate', 'stopped', 'accounts'];
    return csvText(
      header,
      groups.map((group) => [group.name, group.people, group.active, rateOf(group), group.stopped, group.accounts]),
    );
  }
  if (format === 'json') {
    const body = {
      ...standJson(stand),
      definition: stand.definition,
      by,
      groups: groups.map((group) => ({
        name: group.name,
        people: group.people,
        active_30d: group.active,
        rate: rateOf(group),
        stopped: group.stopped,
        accounts: group.accounts,
      })),
      flagged: report.flagged.map(({ account }) => account.accountId),
    };
    return `${JSON.stringify(body, null, 2)}\n`;
  }
  return [`${standText(stand)} (${stand.definition})`, ...groups.map((group) => textLine(group, by)), ''].join('\n');
}

function rateOf({ active, people }: SeatGroup): string | null {
  const tenths = utilizationTenths({ active, paid: people });
  return tenths === null ? null : formatTenths(tenths);
}

function textLine(group: SeatGroup, by: SeatGroupBy): string {
  const rate = `${rateOf(group) ?? '–'} %`.padStart(8);
  const name = group.name ?? `no ${by} said`;
  return `${rate} ${group.active}/${group.people} active, ${group.stopped} stopped, ${group.accounts} accounts  ${name}`;
}
