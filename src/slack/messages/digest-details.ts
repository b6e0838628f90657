import type { AccountStanding, DigestEntry, DigestReport } from '../../app/reports.ts';
import { expansionOffer, join, ownerName, scoredName, seatsText, standLine } from './account-lines.ts';
import { digestEntry, reasonText } from './digest-entry.ts';
import { bySeverity, splitFresh } from './digest-order.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';
import { longDay, plural } from './numbers.ts';

/** Every new, open and recovered account with its reasons, every expansion. */
export function digestDetails(report: DigestReport, viewer: Viewer): SlackMessage {
  const place = { money: viewer.money, star: report.star, day: report.day, owner: ownerName };
  const { alarms, slipped } = splitFresh(report.fresh);
  const groups = [
    `*Details of ${longDay(report.day)}*`,
    ...group('NEW', alarms, (entry) => digestEntry(entry, place)),
    ...group('SLIPPED TO HEALTHY', slipped, entryLine),
    ...group('STILL OPEN', bySeverity(report.open), (entry) => digestEntry(entry, place)),
    ...group('RECOVERED', report.recovered, entryLine),
    ...group('EXPANSION', report.expansion, (standing) => expansionLine(standing, viewer)),
  ];
  if (groups.length === 1) groups.push('No account needs attention today.');
  return listed(groups, report);
}

/** Why the digest's accounts are in it: the rule that fired and what was measured. No amounts of money. */
export function digestReasons(report: DigestReport): SlackMessage {
  const { alarms, slipped } = splitFresh(report.fresh);
  const lines = [
    '*Why these accounts*',
    ...group('NEW', alarms, entryLine),
    ...group('SLIPPED TO HEALTHY', slipped, entryLine),
    ...group('STILL OPEN', bySeverity(report.open), entryLine),
    'An account is new when one of its signals fired since the previous snapshot, open while it holds, and recovered when it ended. `/health why NAME` shows every point.',
  ];
  return listed(lines, report);
}

function group<T>(title: string, entries: readonly T[], line: (entry: T) => string): string[] {
  return entries.length === 0 ? [] : [`*${title} (${entries.length})*`, ...entries.map(line)];
}

function entryLine(entry: DigestEntry): string {
  const { standing, was } = entry;
  const before = was?.band ? `was ${was.band} for ${plural(was.days, 'day')}` : null;
  return `${join([scoredName(standing), before])}\n> ${reasonText(entry)}`;
}

function expansionLine(standing: AccountStanding, viewer: Viewer): string {
  return join([scoredName(standing), seatsText(standing), expansionOffer(standing, viewer)]);
}

function listed(lines: readonly string[], report: DigestReport): SlackMessage {
  const { kept, left } = fitLines(lines);
  const all = left > 0 ? [...kept, `…and ${plural(left, 'more line')}`] : kept;
  return message([...all, standLine(report.stand)], [...sections(all), context(standLine(report.stand))]);
}
