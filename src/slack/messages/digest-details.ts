import type { AccountRef } from '../../app/accounts/account-ref.ts';
import type { BriefStanding } from '../../app/accounts/account-report.ts';
import type { DigestEntry, DigestReport } from '../../app/digest/digest-report.ts';
import { seatsText } from '../../words/account-words.ts';
import { longDay, plural } from '../../words/numbers.ts';
import { alertActions } from './account-actions.ts';
import { expansionOffer, join, ownerName, scoredName, standLine } from './account-lines.ts';
import { digestEntry, handledText, reasonText } from './digest-entry.ts';
import { bySeverity, splitFresh } from './digest-order.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage, Viewer } from './message.ts';

/** Accounts with buttons of their own; each takes two of a message's 50 blocks. */
const WITH_BUTTONS = 10;

interface Row {
  readonly text: string;
  /** The account that can be acknowledged or snoozed here. */
  readonly account: AccountRef | null;
}

/** Every new, open and recovered account with its reasons, every expansion; what is open can be taken or snoozed. */
export function digestDetails(report: DigestReport, viewer: Viewer): SlackMessage {
  const place = { money: viewer.money, star: report.star, day: report.day, owner: ownerName };
  const { alarms, slipped } = splitFresh(report.fresh);
  const alert = (entry: DigestEntry): Row => ({
    text: digestEntry(entry, place),
    account: entry.state === 'open' ? entry.standing.account : null,
  });
  const rows = [
    said(`*Details of ${longDay(report.day)}*`),
    ...group('NEW', alarms, alert),
    ...group('SLIPPED TO HEALTHY', slipped, (entry) => said(entryLine(entry, report))),
    ...group('STILL OPEN', bySeverity(report.open), alert),
    ...group('RECOVERED', report.recovered, (entry) => said(entryLine(entry, report))),
    ...group('EXPANSION', report.expansion, (standing) => said(expansionLine(standing, viewer))),
    ...(report.snoozed === 0 ? [] : [said(`${report.snoozed} snoozed: \`/pulse snoozed\``)]),
  ];
  if (rows.length === 1) rows.push(said('No account needs attention today.'));
  return listed(rows, report);
}

/** Why the digest's accounts are in it: the rule that fired and what was measured. No amounts of money. */
export function digestReasons(report: DigestReport): SlackMessage {
  const { alarms, slipped } = splitFresh(report.fresh);
  const reason = (entry: DigestEntry): Row => said(entryLine(entry, report));
  const rows = [
    said('*Why these accounts*'),
    ...group('NEW', alarms, reason),
    ...group('SLIPPED TO HEALTHY', slipped, reason),
    ...group('STILL OPEN', bySeverity(report.open), reason),
    said(
      'A signal is new once, when it sets in. It stays open until it ends, is then recovered, and is left out while it is snoozed. `/health why NAME` shows every point.',
    ),
  ];
  return listed(rows, report);
}

function said(text: string): Row {
  return { text, account: null };
}

function group<T>(title: string, entries: readonly T[], row: (entry: T) => Row): Row[] {
  return entries.length === 0 ? [] : [said(`*${title} (${entries.length})*`), ...entries.map(row)];
}

function entryLine(entry: DigestEntry, { day }: DigestReport): string {
  const { standing, was } = entry;
  const before = was?.band ? `was ${was.band} for ${plural(was.days, 'day')}` : null;
  return `${join([scoredName(standing), before, handledText(entry, day)])}\n> ${reasonText(entry)}`;
}

function expansionLine(standing: BriefStanding, viewer: Viewer): string {
  return join([scoredName(standing), seatsText(standing), expansionOffer(standing, viewer)]);
}

function listed(rows: readonly Row[], report: DigestReport): SlackMessage {
  const { kept, left } = fitLines(rows.map(({ text }) => text));
  const all = left > 0 ? [...rows.slice(0, kept.length), said(`…and ${plural(left, 'more line')}`)] : [...rows];
  const open = all.filter(({ account }) => account !== null).length;
  if (open > WITH_BUTTONS) all.push(said('The others are taken or snoozed on their cards: `/health NAME`'));
  const texts = all.map(({ text }) => text);
  return message([...texts, standLine(report.stand)], [...blocksOf(all), context(standLine(report.stand))]);
}

/** Rows packed together up to each that has buttons. */
function blocksOf(rows: readonly Row[]): SlackBlock[] {
  const blocks: SlackBlock[] = [];
  let lines: string[] = [];
  let withButtons = 0;
  for (const { text, account } of rows) {
    lines.push(text);
    if (account === null || withButtons === WITH_BUTTONS) continue;
    blocks.push(...sections(lines), alertActions(account, withButtons));
    lines = [];
    withButtons += 1;
  }
  return [...blocks, ...sections(lines)];
}
