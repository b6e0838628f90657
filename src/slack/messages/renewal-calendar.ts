import type { AccountStanding } from '../../app/accounts/account-report.ts';
import type { MoneyTotal } from '../../app/portfolio/portfolio-reports.ts';
import type { CalendarGroup, RenewalCalendar, RenewalFilter, RenewalGap } from '../../app/renewals/calendar-report.ts';
import type { Day } from '../../domain/day.ts';
import { hasSeatExposure } from '../../domain/renewal-calendar.ts';
import { mayLeave } from '../../domain/totals.ts';
import { renewalText, seatsText } from '../../words/account-words.ts';
import { count, mrrAndArr, perMonth, plural } from '../../words/numbers.ts';
import { mention, untrusted } from '../mrkdwn.ts';
import { accountName, join, ownerName, scoredName, standLine } from './account-lines.ts';
import { partial } from './digest-head.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';
import { moneyCell, standingTable, type TableColumn } from './standing-table.ts';
import { NOTHING } from './table.ts';

/** Of a message's characters, for the lines of accounts: what is not known stands under them in any case. */
const LINES = 5200;
const RED = '⚑ red flag';
const NARROW = 'narrow it down with `30`, `mine` or `owner:@dana`';

export interface CalendarViewer extends Viewer {
  /** Slack id of who asked: a filter for their own accounts says so. */
  readonly userId?: string | undefined;
}

/** Renewals by how near they are, what each brings and what of it is exposed, and whose renewal is not known. */
export function renewalCalendarMessage(report: RenewalCalendar, viewer: CalendarViewer): SlackMessage {
  const { groups, stand } = report;
  const foot = standLine(stand);
  const rows = groups.flatMap(({ renewals }) => renewals);
  const last = groups.at(-1)?.withinDays ?? 0;
  const all = groups.reduce((sum, { accounts }) => sum + accounts, 0);
  const caption = `Renewals in ${last} days`;
  const filter = filterText(report.filter, viewer);
  const title = join([`*${caption}*`, plural(all, 'account'), filter]);
  const heads = groups.map((group) => groupLine(group, viewer));
  const lines = groups.flatMap((group, index) => [
    heads[index] ?? '',
    ...group.renewals.map((one) => accountLine(one, stand.day, viewer)),
  ]);
  const { kept, left } = fitLines(lines, LINES);
  const gaps = gapLines(report, viewer);
  const note = viewer.money && rows.length > 0 ? ['Seat and churn exposure overlap: never add them up.'] : [];
  const more = (beyond: number): string[] => (beyond > 0 ? [`…and ${count(beyond)} more: ${NARROW}`] : []);
  const tail = [...more(left + report.more), ...gaps, ...note];
  const classic = [...sections([title, ...kept, ...tail]), context(foot)];
  const text = { lines: [title, ...kept], tail: [...tail, foot] };
  const table = standingTable(
    { caption, rows, standing: (one) => one, columns: columns(viewer), details: DETAILS, day: stand.day },
    viewer,
  );
  if (table === null) return message(text, classic);
  const under = [...more(table.left + report.more), ...gaps, ...note];
  return message(text, [...sections([title, ...heads]), table.block, ...sections(under), context(foot)], classic);
}

const DETAILS = ['renews', 'mrr', 'used', 'owner'] as const;

function columns({ money }: Viewer): TableColumn<AccountStanding>[] {
  const flag = { header: 'Flag', cell: (one: AccountStanding) => (isRed(one) ? RED : NOTHING) };
  if (!money) return [flag];
  const cell = (minor: number | null, one: AccountStanding) =>
    minor === null ? NOTHING : moneyCell({ minor, currency: one.assessment.facts.currency });
  return [
    flag,
    { header: 'Seat exposure /mo', cell: (one) => cell(seatExposure(one), one) },
    { header: 'Churn exposure /mo', cell: (one) => cell(churnExposure(one), one) },
  ];
}

/** `*0–30 days* · 2 accounts · $5,000/mo MRR · seat exposure $3,600/mo · churn exposure $5,000/mo`. */
function groupLine(
  { accounts, churnExposure, fromDays, mrr, seatExposure, withinDays }: CalendarGroup,
  viewer: Viewer,
) {
  const name = `*${fromDays}–${withinDays} days*`;
  if (accounts === 0) return `${name} · none`;
  if (!viewer.money) return join([name, plural(accounts, 'account')]);
  return join([
    name,
    plural(accounts, 'account'),
    `${total(mrr)} MRR`,
    `seat exposure ${total(seatExposure)}`,
    `churn exposure ${total(churnExposure)}`,
  ]);
}

function total(amount: MoneyTotal): string {
  return `${perMonth(amount)}${partial(amount)}`;
}

/** One account: what it is, when it renews and to whom it belongs, then, indented, what it brings and what is exposed. */
function accountLine(standing: AccountStanding, day: Day, viewer: Viewer): string {
  const { account, assessment } = standing;
  const { currency, mrr_minor: minor } = assessment.facts;
  const head = join([
    scoredName(standing),
    renewalText(account, day),
    isRed(standing) ? RED : null,
    viewer.money ? null : useText(standing),
    ownerName(account),
  ]);
  if (!viewer.money) return head;
  const [seats, churn] = [seatExposure(standing), churnExposure(standing)];
  const worth = join([
    mrrAndArr({ minor, currency }),
    useText(standing),
    seats === null ? null : `seat exposure ${perMonth({ minor: seats, currency })}`,
    churn === null ? null : `churn exposure ${perMonth({ minor: churn, currency })}`,
  ]);
  return `${head}\n> ${worth}`;
}

/** Where no event ever came, zero active people are no use of seats but a gap in the data. */
function useText(standing: AccountStanding): string | null {
  return standing.assessment.seats.bucket === 'no_signal' ? 'no event ever received' : seatsText(standing);
}

function isRed({ assessment: { seats } }: AccountStanding): boolean {
  return seats.flags.includes('renewal_red_flag');
}

function seatExposure({ assessment }: AccountStanding): number | null {
  return hasSeatExposure(assessment) ? assessment.seats.exposureMinor : null;
}

function churnExposure({ assessment }: AccountStanding): number | null {
  return mayLeave(assessment) ? assessment.facts.mrr_minor : null;
}

/** Whose renewal nobody knows, and what would tell it. */
function gapLines({ past, undated, usageBased }: RenewalCalendar, viewer: Viewer): string[] {
  const lines: string[] = [];
  if (undated.accounts > 0) {
    lines.push(
      `⚠ No renewal date: ${gapText(undated, viewer)}`,
      '> Fill `renews_on` with `cs-pulse import accounts`, map the renewal property at HubSpot, or connect Stripe where contracts run three months or longer.',
    );
  }
  if (past.accounts > 0) {
    lines.push(
      `⚠ Renewal date has passed: ${gapText(past, viewer)}`,
      '> Set the next date where the old one came from: the accounts file, HubSpot, or `renews_at` of the subscription.',
    );
  }
  if (usageBased > 0) lines.push(`Not listed: ${plural(usageBased, 'account')} on usage-based plans, without seats`);
  return lines;
}

function gapText({ accounts, largest, mrr }: RenewalGap, viewer: Viewer): string {
  const named = largest.map(({ account, assessment: { facts } }) => {
    const amount = viewer.money ? ` ${perMonth({ minor: facts.mrr_minor, currency: facts.currency })}` : '';
    return `${accountName(account, 40)}${amount}`;
  });
  const rest = accounts - largest.length;
  const who = `${named.join(', ')}${rest > 0 ? ` and ${count(rest)} more` : ''}`;
  return join([plural(accounts, 'paying account'), viewer.money ? `${total(mrr)} MRR` : null, who]);
}

function filterText({ ownerEmail, ownerSlackUserId }: RenewalFilter, { userId }: CalendarViewer): string | null {
  if (ownerEmail !== undefined) return `owner ${untrusted(ownerEmail)}`;
  if (ownerSlackUserId === undefined) return null;
  return ownerSlackUserId === userId ? 'your accounts' : `accounts of ${mention(ownerSlackUserId) ?? 'one owner'}`;
}
