import type {
  AccountSeatGroupsReport,
  AssignmentReport,
  SeatGroup,
  SeatGroupBy,
  SeatGroupsReport,
  StoppedPerson,
} from '../../app/seats/seat-groups-report.ts';
import type { Rate, RoleSplit } from '../../domain/adoption/role-split.ts';
import { utilizationTenths } from '../../domain/utilization.ts';
import { count, percent, plural, shortDay } from '../../words/numbers.ts';
import { plain, untrusted } from '../mrkdwn.ts';
import { accountName, identityLine, join, standLine } from './account-lines.ts';
import { actions, button, context, fitLines, menu, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage, Viewer } from './message.ts';
import { groupButtons } from './seat-commands.ts';
import { percentCell } from './standing-table.ts';
import { dataTable, type ShownTable, TABLE_FROM } from './table.ts';
import { filterText } from './utilization-report.ts';

const GROUPS = 40;
const LINES = 6000;

/** People of the portfolio by role or department: who is active, who stopped, and where only admins are. */
export function seatGroupsMessage(
  report: SeatGroupsReport,
  viewer: { readonly userId?: string | undefined } = {},
): SlackMessage {
  const { by, flagged, groups, stand } = report;
  const filter = filterText(report.filter, viewer);
  const head = [
    `*Seat use by ${by}* · 30 d to ${shortDay(stand.day)} · people of ${count(report.accounts)} of ${plural(report.total, 'account')}`,
    ...(filter === '' ? [] : [`Filter: ${filter}`]),
  ];
  const tail = [
    ...assignmentLines(report.assignment),
    ...(flagged.length === 0 ? [] : ['*Admins active, the others dormant*']),
    ...flagged.map(({ account, split }) => `> *${accountName(account, 40)}* ${splitText(split)}`),
  ];
  const shown = fitLines([...groupLines(groups, by), ...tail], LINES).kept;
  const foot = context(standLine(stand));
  const controls = groupButtons({ filter: report.filter, userId: viewer.userId }, by);
  const open = menu(
    'show_seats',
    'Open an account',
    flagged.map(({ account }) => ({ label: account.name || account.accountId, value: account.accountId })),
  );
  const after: SlackBlock[] = [...(open ? [actions([open])] : []), ...controls, foot];
  const text = { lines: [...head, ...shown], tail: [standLine(stand)] };
  const classic = [...sections([...head, ...shown]), ...after];
  const table = groupTable(groups, by);
  if (table === null) return message(text, classic);
  return message(text, [...sections(head), table.block, ...sections(fitLines(tail, LINES).kept), ...after], classic);
}

/** One account's people by role or department, with the names of those who stopped: for the asker alone. */
export function accountSeatGroupsMessage(report: AccountSeatGroupsReport, viewer: Viewer): SlackMessage {
  const { by, split, stand, standing, stopped } = report;
  const { facts, seats } = standing.assessment;
  const used = seats.utilizationTenths === null ? '' : ` · ${percent(seats.utilizationTenths)} used`;
  const lines = [
    identityLine(standing, stand.day, viewer),
    `*By ${by}* · ${count(facts.active_users_30d)} active in 30 d of ${count(facts.paid_seats)} paid${used}`,
    ...groupLines(report.groups, by),
    ...(split?.isFlagged ? [`⚠ Admins active, the others dormant: ${splitText(split)}`] : []),
    ...assignmentLines(report.assignment),
    ...stoppedLines(stopped),
  ];
  const shown = fitLines(lines, LINES).kept;
  const value = standing.account.accountId;
  const controls = actions([
    button({ action: 'show_seats', label: 'Seats', value }),
    button({ action: 'show_health', label: 'Health', value }),
  ]);
  return message([...shown, standLine(stand)], [...sections(shown), context(standLine(stand)), controls]);
}

function groupLines(groups: readonly SeatGroup[], by: SeatGroupBy): string[] {
  if (groups.length === 0) return [`No people are known: send a ${by} with your users`];
  const shown = groups.slice(0, GROUPS).map((group) => `> ${groupText(group, by)}`);
  const left = groups.length - shown.length;
  return left > 0 ? [...shown, `> …and ${count(left)} more`] : shown;
}

/** `admin 3 of 4 active (75.0 %) · 1 stopped · 1 account`. */
function groupText(group: SeatGroup, by: SeatGroupBy): string {
  return join([
    `*${group.name === null ? `no ${by} said` : untrusted(group.name, { max: 40 })}* ${rateText(group)}`,
    group.stopped === 0 ? null : `${count(group.stopped)} stopped`,
    group.accounts > 1 ? plural(group.accounts, 'account') : null,
  ]);
}

function rateText(rate: Rate): string {
  const tenths = rateTenths(rate);
  return `${count(rate.active)} of ${count(rate.people)} active${tenths === null ? '' : ` (${percent(tenths)})`}`;
}

function rateTenths({ active, people }: Rate): number | null {
  return utilizationTenths({ active, paid: people });
}

function splitText({ admins, ics }: RoleSplit): string {
  return `admins ${rateText(admins)}, the others ${rateText(ics)}`;
}

function assignmentLines(assignment: AssignmentReport | null): string[] {
  if (assignment === null) return ['Never invited or stopped: not known, no source says who has a seat'];
  const { assigned, assignmentTenths, engagementTenths, neverInvited, paid, stopped } = assignment;
  const parts = [
    assignmentTenths === null ? null : `${percent(assignmentTenths)} of seats assigned`,
    engagementTenths === null ? null : `${percent(engagementTenths)} of those active`,
  ];
  const where = assignment.accounts > 1 ? ` (${plural(assignment.accounts, 'account')} that say who has a seat)` : '';
  return [
    `Assigned × engaged: ${parts.filter((part) => part !== null).join(' × ')}, ${count(assigned)} of ${count(paid)} seats${where}`,
    `Never invited: ${plural(neverInvited, 'seat')} · invited and stopped: ${plural(stopped, 'person', 'people')} in the 90 days before`,
  ];
}

function stoppedLines(stopped: readonly StoppedPerson[]): string[] {
  if (stopped.length === 0) return [];
  const lines = stopped.map(({ group, lastOn, name, userId }) => {
    const who = untrusted(name ?? '', { max: 40, fallback: userId });
    return `> ${join([who, group === null ? null : untrusted(group, { max: 24 }), `last ${shortDay(lastOn)}`])}`;
  });
  return ['*Who stopped* (for us only, never for the customer)', ...lines];
}

function groupTable(groups: readonly SeatGroup[], by: SeatGroupBy): ShownTable | null {
  if (groups.length < TABLE_FROM) return null;
  const whole = (value: number) => ({ value, text: count(value) });
  return dataTable({
    caption: `Seat use by ${by}`,
    header: [by === 'role' ? 'Role' : 'Department', 'Rate', 'Active', 'People', 'Stopped', 'Accounts'],
    rows: groups.map((group) => [
      group.name === null ? `no ${by} said` : plain(group.name, { max: 40 }),
      percentCell(rateTenths(group)),
      whole(group.active),
      whole(group.people),
      whole(group.stopped),
      whole(group.accounts),
    ]),
  });
}
