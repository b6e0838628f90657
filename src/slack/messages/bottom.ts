import type { BottomEntry, BottomReport } from '../../app/qbr/reports.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { renewalText, seatsText, windowsText } from '../../words/account-words.ts';
import { capText, evidenceText } from '../../words/evidence.ts';
import { COMPONENT_LABELS } from '../../words/labels.ts';
import { count, mrrAndArr, oneDecimal, perMonth, plural } from '../../words/numbers.ts';
import { playLines } from '../../words/plays.ts';
import { join, ownerName, scoredName, standLine } from './account-lines.ts';
import { healthTable, openMenu, restText, standingLines, unscoredLine } from './account-list.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage, Viewer } from './message.ts';
import { errorRate } from './qbr-brief.ts';
import { contactsText, lastContactText } from './qbr-people.ts';
import { ticketText } from './why.ts';

const BODY = 7600;
/** The same beside a table of all of them. */
const BODY_BESIDE_TABLE = 3600;
/** Room that an account without its details takes. */
const SHORT = 400;
const TITLE = '*Lowest scores of the portfolio, in detail*';
const MISSING = 'not connected';

/**
 * The portfolio's lowest scores, each with where its points come from and what a call needs. Accounts for which a
 * message has no more room stand without their details; the menu opens the card of any.
 */
export function bottomMessage(report: BottomReport, viewer: Viewer): SlackMessage {
  const { entries, unscored, stand, star } = report;
  const menu = openMenu([...entries.map(({ standing }) => standing), ...unscored]);
  const foot = standLine(stand);
  const critical = star === null ? [] : ['★ has the highest priority of the CRITICAL ones'];
  const shown = (body: number): { readonly lines: string[]; readonly rest: string[] } => {
    const { kept, left } = fitLines([...detailLines(report, viewer, body), ...unscoredLines(report)], body);
    const more = left + report.more;
    return { lines: [TITLE, ...kept], rest: more > 0 ? [restText(more)] : [] };
  };
  const around = (parts: readonly SlackBlock[]): SlackBlock[] => [...parts, ...(menu ? [menu] : []), context(foot)];
  const { lines, rest } = shown(BODY);
  const classic = around(sections([...lines, ...rest, ...critical]));
  const text = { lines, tail: [...rest, ...critical, foot] };
  const table = healthTable(report, viewer);
  if (table === null) return message(text, classic);
  const beside = shown(BODY_BESIDE_TABLE);
  const blocks = around([
    ...sections([TITLE]),
    table.block,
    ...sections([...beside.lines.slice(1), ...beside.rest, ...critical]),
  ]);
  return message(text, blocks, classic);
}

function detailLines(report: BottomReport, viewer: Viewer, body: number): string[] {
  return report.entries.length === 0 ? ['No account has a score yet.'] : fitted(report, viewer, body);
}

function unscoredLines({ unscored }: BottomReport): string[] {
  return unscored.length === 0 ? [] : ['*Without a score*', ...unscored.map((standing) => unscoredLine(standing))];
}

function fitted(report: BottomReport, viewer: Viewer, body: number): string[] {
  const { entries } = report;
  let room = body - SHORT * entries.length;
  return entries.map((entry) => {
    const full = detail(entry, report, viewer);
    const short = standingLines(entry.standing, report, viewer);
    const extra = full.length - Math.min(short.length, SHORT);
    if (extra > room) return short;
    room -= extra;
    return full;
  });
}

function detail(entry: BottomEntry, { star, stand }: BottomReport, viewer: Viewer): string {
  const { standing, tickets, contacts, lastContact, plays } = entry;
  const { account, assessment } = standing;
  const { facts } = assessment;
  const renewal = renewalText(account, stand.day);
  const lines = [
    join([
      viewer.money ? mrrAndArr({ minor: facts.mrr_minor, currency: facts.currency }) : null,
      renewal ?? 'renewal not known',
      ownerName(account),
    ]),
    ...pointsLines(entry),
    seatsLine(entry, viewer),
    tickets.length > 0
      ? `Tickets: ${tickets.map(ticketText).join('; ')}`
      : `Tickets: ${facts.tickets_30d == null ? MISSING : 'none'}`,
    join([
      `Errors ${errorRate(standing) ?? MISSING}${errorRate(standing) === null ? '' : '/1k events'}`,
      npsText(entry),
    ]),
    `Contacts: ${contactsText(contacts, stand.day)}`,
    `Last touch: ${lastContactText(lastContact)}`,
    ...(plays.length === 0 ? [] : [`Play: ${playLines(plays).join('; then ')}`]),
  ];
  return [scoredName(standing, { star: account.accountId === star }), ...lines.map((line) => `> ${line}`)].join('\n');
}

/** Every component with its points of its weight, and what it measured. */
function pointsLines({ standing }: BottomEntry): string[] {
  const { components } = standing.assessment.health;
  const cap = capText(standing);
  const parts = [...components]
    .sort((a, b) => b.lostTenths - a.lostTenths)
    .map(({ key, pointsTenths, lostTenths, evidence }) => {
      const whole = formatTenths(pointsTenths + lostTenths);
      return `${COMPONENT_LABELS[key]} ${formatTenths(pointsTenths)} of ${whole} (${evidenceText(evidence)})`;
    });
  return [...(cap === null ? [] : [`⚠ ${cap}`]), `Points: ${parts.join(' · ')}`];
}

function seatsLine({ standing }: BottomEntry, viewer: Viewer): string {
  const { facts, seats } = standing.assessment;
  const before = facts.paid_seats_90d_ago;
  const exposure = seats.exposureMinor;
  return join([
    seatsText(standing) ?? plural(facts.paid_seats, 'paid seat'),
    before == null ? null : `${count(before)} paid 90 d ago`,
    windowsText(standing) === null ? null : `people ${windowsText(standing)}`,
    viewer.money && exposure !== null ? `${perMonth({ minor: exposure, currency: facts.currency })} exposed` : null,
  ]);
}

function npsText({ standing }: BottomEntry): string {
  const { nps_sum: sum, nps_count: answers } = standing.assessment.facts;
  if (sum == null || answers == null || answers === 0) return `NPS ${MISSING}`;
  return `NPS ${oneDecimal(sum, answers)} (n=${count(answers)})`;
}
