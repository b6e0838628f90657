import type { AccountStanding, DigestEntry, DigestReport } from '../../app/reports.ts';
import { accountName, expansionText, join, scoreText, seatsText, standLine } from './account-lines.ts';
import { digestEntry, type EntryOptions, reasonText } from './digest-entry.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackMessage } from './message.ts';
import { longDay, plural } from './numbers.ts';

/** The digest's thread: every new, open and recovered account with its reasons, every expansion. */
export function digestDetails(report: DigestReport, options: EntryOptions): SlackMessage {
  const quiet = { ...options, mentions: false };
  const groups = [
    `*Details of ${longDay(report.day)}*`,
    ...group('NEW', report.fresh, (entry) => digestEntry(entry, { ...quiet, star: report.star, day: report.day })),
    ...group('STILL OPEN', report.open, (entry) =>
      digestEntry(entry, { ...quiet, star: report.star, day: report.day }),
    ),
    ...group('RECOVERED', report.recovered, (entry) => entryLine(entry)),
    ...group('EXPANSION', report.expansion, (standing) => expansionLine(standing, options)),
  ];
  if (groups.length === 1) groups.push('No account needs attention today.');
  return listed(groups, report);
}

/** Why the digest's accounts are in it: the rule that fired and what was measured. No amounts of money. */
export function digestReasons(report: DigestReport): SlackMessage {
  const lines = [
    '*Why these accounts*',
    ...group('NEW', report.fresh, (entry) => entryLine(entry)),
    ...group('STILL OPEN', report.open, (entry) => entryLine(entry)),
    'An account is new when one of its signals fired since the previous snapshot, open while it holds, and recovered when it ended. `/health why NAME` shows every point.',
  ];
  return listed(lines, report);
}

function group<T>(title: string, entries: readonly T[], line: (entry: T) => string): string[] {
  return entries.length === 0 ? [] : [`*${title} (${entries.length})*`, ...entries.map((entry) => `• ${line(entry)}`)];
}

function entryLine(entry: DigestEntry): string {
  const { standing, was } = entry;
  const before = was?.band ? `was ${was.band} for ${was.days} d` : null;
  return join([`${scoreText(standing)} *${accountName(standing.account, 40)}*`, before, reasonText(entry)]);
}

function expansionLine(standing: AccountStanding, options: EntryOptions): string {
  const name = `*${accountName(standing.account, 40)}*`;
  return join([
    `${scoreText(standing)} ${name}`,
    seatsText(standing),
    expansionText(standing, options).replace(/^[:,] /, ''),
  ]);
}

function listed(lines: readonly string[], report: DigestReport): SlackMessage {
  const { kept, left } = fitLines(lines);
  const all = left > 0 ? [...kept, `…and ${plural(left, 'more line')}`] : kept;
  return message([...all, standLine(report.stand)], [...sections(all), context(standLine(report.stand))]);
}
