import type { AccountStanding } from '../../app/accounts/account-report.ts';
import type { MoneyTotal } from '../../app/portfolio/portfolio-reports.ts';
import type { SeatFilter, SeatReport } from '../../app/seats/seats-report.ts';
import type { ActiveRule } from '../../domain/active/definition.ts';
import { flagsText, renewalText, windowsText } from '../../words/account-words.ts';
import { count, percent, perMonth, perMonthAndYear, shortDay } from '../../words/numbers.ts';
import { decodeSlackText, mention, plain, untrusted } from '../mrkdwn.ts';
import { accountName, expansionOffer, join, standLine } from './account-lines.ts';
import { ruleText } from './active-words.ts';
import { actions, context, fitLines, menu, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage, Viewer } from './message.ts';
import { reportButtons } from './seat-commands.ts';
import { moneyCell, percentCell } from './standing-table.ts';
import { type Cell, dataTable, NOTHING, type ShownTable, TABLE_FROM } from './table.ts';

const SECTIONS = [
  { key: 'atRisk', title: '⚠ AT RISK: low and dropping' },
  { key: 'dormant', title: '💤 DORMANT: low and flat' },
  { key: 'ramping', title: '⏳ RAMPING: low but filling' },
  { key: 'expansion', title: '✅ EXPANSION: at the ceiling' },
] as const;
export interface SeatViewer extends Viewer {
  /** Slack id of who asked: a filter for their own accounts says so. */
  readonly userId?: string | undefined;
  /** The rule in force, said under the totals. */
  readonly rule?: ActiveRule | undefined;
}

/** Of the characters of all blocks, for the lines of accounts. */
const LINES = 6500;
const NARROW = 'narrow it down with `mine`, `plan:` or `owner:`';
/** More accounts than any message holds; those beyond are counted, not written out. */
export const MOST_ACCOUNTS = 200;

/** Seats paid for and used: who is at risk, who lies dormant, who is at the ceiling, and what it is worth. */
export function utilizationReport(report: SeatReport, viewer: SeatViewer): SlackMessage {
  const title = `*Seat utilization* · 30 d to ${shortDay(report.stand.day)} · accounts with ≥ ${report.minSeats} paid seats (${count(report.ranked)} of ${count(report.total)})`;
  const filter = filterText(report.filter, viewer);
  const { kept, left: cut } = fitLines(accountLines(report, viewer), LINES);
  const left = cut + report.more + Math.max(0, ranked(report).length - MOST_ACCOUNTS);
  const more = left > 0 ? [`…and ${count(left)} more lines: ${NARROW}`] : [];
  const totals = viewer.money ? [totalsLine(report)] : [];
  const head = [title, ...(filter === '' ? [] : [`Filter: ${filter}`])];
  const computed = viewer.rule === undefined ? [] : [computedLine(viewer.rule)];
  const tail = [...totals, notRankedLine(report), ...computed];
  const after: SlackBlock[] = [
    ...openSeats(report),
    reportButtons({ filter: report.filter, userId: viewer.userId }),
    context(standLine(report.stand)),
  ];
  const classic: SlackBlock[] = [...sections([...head, ...kept, ...more]), ...sections(tail), ...after];
  const table = shownTable(report, viewer);
  const text = {
    lines: [...head, ...totals, ...kept],
    tail: [...more, notRankedLine(report), ...computed, standLine(report.stand)],
  };
  if (table === null) return message(text, classic);
  const beyond = table.left + report.more;
  const blocks: SlackBlock[] = [
    ...sections(head),
    table.block,
    ...(beyond > 0 ? [context(`…and ${count(beyond)} more accounts: ${NARROW}`)] : []),
    ...sections(tail),
    ...after,
  ];
  return message(text, blocks, classic);
}

function accountLines(report: SeatReport, viewer: Viewer): string[] {
  let room = MOST_ACCOUNTS;
  return SECTIONS.flatMap(({ key, title }) => {
    const standings = report[key].slice(0, room);
    room -= standings.length;
    return standings.length === 0 ? [] : [`*${title}*`, ...standings.map((one) => seatLines(one, report, viewer))];
  });
}

/** `*megacorp* 50 paid · 14 active · 28.0 % · people 32→24→18→14`, then, indented, money, renewal and flags. */
function seatLines(standing: AccountStanding, report: SeatReport, viewer: Viewer): string {
  const { account, assessment } = standing;
  const { facts, seats } = assessment;
  const windows = windowsText(standing);
  const use = join([
    `*${accountName(account, 40)}* ${count(facts.paid_seats)} paid`,
    `${count(facts.active_users_30d)} active`,
    seats.utilizationTenths === null ? null : percent(seats.utilizationTenths),
    windows === null ? null : `people ${windows}`,
  ]);
  const worth = join([
    viewer.money ? `${perMonth({ minor: facts.mrr_minor, currency: facts.currency })} MRR` : null,
    valueText(standing, viewer),
    renewsSoon(account.renewsOn, standing) ? renewalText(account, report.stand.day) : null,
    flagsText(standing),
  ]);
  return worth === '' ? use : `${use}\n> ${worth}`;
}

function valueText(standing: AccountStanding, viewer: Viewer): string | null {
  const { seats, facts } = standing.assessment;
  if (seats.bucket === 'expansion') return expansionOffer(standing, viewer);
  if (!viewer.money || seats.exposureMinor === null) return null;
  return `${perMonth({ minor: seats.exposureMinor, currency: facts.currency })} exposed`;
}

function renewsSoon(renewsOn: string | null, { assessment }: AccountStanding): boolean {
  const days = assessment.facts.days_to_renewal;
  return renewsOn !== null && days != null && days >= 0 && days <= 90;
}

function totalsLine({ totals }: SeatReport): string {
  return join([
    `*SEATS AT RISK ${totalText(totals.atRisk)}*`,
    `DORMANT ${totalText(totals.dormant, false)}`,
    totals.ramping.minor === 0 ? null : `RAMPING ${totalText(totals.ramping, false)}`,
    `EXPANSION ${totalText(totals.expansion)}`,
  ]);
}

function totalText(total: MoneyTotal, yearly = true): string {
  return `${yearly ? perMonthAndYear(total) : perMonth(total)}${total.partial ? ' (partial: a currency has no rate)' : ''}`;
}

function notRankedLine({ notRanked: not }: SeatReport): string {
  return `Not ranked: ${join([
    `${count(not.small)} small`,
    `${count(not.usageBased)} usage-based`,
    `${count(not.noSignal)} no signal`,
    `${count(not.onboarding)} onboarding`,
    not.noSeats === 0 ? null : `${count(not.noSeats)} without seats`,
    not.otherwiseExcluded === 0 ? null : `${count(not.otherwiseExcluded)} trial, internal, free or cancelled`,
  ])}`;
}

function computedLine(rule: ActiveRule): string {
  return `How computed: active is who ${ruleText(rule)} within 30 days · \`/health define active\``;
}

/** What a filter leaves, in words; empty without one. */
export function filterText(filter: SeatFilter, { userId }: { readonly userId?: string | undefined }): string {
  return join([
    filter.ownerSlackUserId === undefined ? null : ownerText(filter.ownerSlackUserId, userId),
    filter.ownerEmail === undefined ? null : `owner ${untrusted(filter.ownerEmail)}`,
    filter.plan === undefined ? null : `plan ${untrusted(filter.plan)}`,
    filter.renewsWithinDays === undefined ? null : `renews within ${filter.renewsWithinDays} d`,
    filter.droppedPoints === undefined ? null : `dropped more than ${filter.droppedPoints} points in a quarter`,
  ]);
}

function ownerText(slackUserId: string, asker: string | undefined): string {
  if (slackUserId === asker) return 'your accounts';
  return `accounts of ${mention(slackUserId) ?? 'one owner'}`;
}

function ranked(report: SeatReport): AccountStanding[] {
  return SECTIONS.flatMap(({ key }) => report[key]);
}

/** Null where so few accounts read better as lines. */
function shownTable(report: SeatReport, viewer: Viewer): ShownTable | null {
  if (ranked(report).length < TABLE_FROM) return null;
  const money = viewer.money ? ['Exposed /mo', 'MRR /mo'] : [];
  return dataTable({
    caption: 'Seat utilization by account',
    header: ['Account', 'Group', 'Used', ...money, 'Active', 'Paid', 'People by month', 'Proposed'],
    rows: SECTIONS.flatMap(({ key, title }) =>
      report[key].map((one) => tableRow(one, title.split(':')[0] ?? title, viewer)),
    ),
  });
}

function tableRow(standing: AccountStanding, group: string, viewer: Viewer): Cell[] {
  const { account, assessment } = standing;
  const { facts, seats } = assessment;
  const money = (minor: number | null) => (minor === null ? NOTHING : moneyCell({ minor, currency: facts.currency }));
  const isExpansion = seats.bucket === 'expansion';
  const people = (value: number) => ({ value, text: count(value) });
  return [
    plain(account.name, { max: 40, fallback: account.accountId }),
    group,
    percentCell(seats.utilizationTenths),
    ...(viewer.money ? [money(isExpansion ? null : seats.exposureMinor), money(facts.mrr_minor)] : []),
    people(facts.active_users_30d),
    people(facts.paid_seats),
    windowsText(standing) ?? NOTHING,
    isExpansion ? decodeSlackText(expansionOffer(standing, viewer) ?? NOTHING) : NOTHING,
  ];
}

function openSeats(report: SeatReport): SlackBlock[] {
  const choices = ranked(report).map(({ account }) => ({
    label: account.name || account.accountId,
    value: account.accountId,
  }));
  const select = menu('show_seats', 'Open an account', choices);
  return select ? [actions([select])] : [];
}
