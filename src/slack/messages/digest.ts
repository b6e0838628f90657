import type { AccountStanding, DataStand, DigestReport, MoneyTotal, SourceAge } from '../../app/reports.ts';
import { addDays } from '../../domain/day.ts';
import { untrusted } from '../mrkdwn.ts';
import { accountName, expansionText, join, ownerMention, ownerName, scoreText } from './account-lines.ts';
import { digestEntry, type EntryOptions } from './digest-entry.ts';
import { actions, button, context, fitLines, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage } from './message.ts';
import { age, longDay, mrrAndArr, perMonth, perMonthAndYear, plural, signedMoney, weekdayName } from './numbers.ts';

export type DigestOptions = EntryOptions;

const NEW_SHOWN = 10;
const OTHERS_SHOWN = 5;

/** The morning message: what changed, what it is worth, whom it concerns; nothing that needs a second look-up. */
export function digestMessage(report: DigestReport, options: DigestOptions): SlackMessage {
  const head = headLines(report, options);
  const groups = [...newLines(report, options), ...recoveredLines(report, options), ...expansionLines(report, options)];
  const { kept, left } = fitLines(groups, 8000);
  const cut = left > 0 ? [`…and ${plural(left, 'more line')}: \`/pulse\``] : [];
  const lines = [...head, ...kept, ...cut, closingLine(report)];
  const footer = standNote(report.stand);
  const blocks: SlackBlock[] = [...sections(lines), context(footer), digestActions(report)];
  return message([...lines, footer], blocks);
}

function headLines(report: DigestReport, options: DigestOptions): string[] {
  const title = `*CS pulse* · ${longDay(report.day)} · data to ${weekdayName(addDays(report.stand.day, -1))} 24:00 ${untrusted(report.stand.timeZone, { max: 40 })}`;
  const problems = report.dataProblems.length === 0 ? [] : [problemLine(report.dataProblems)];
  return options.money ? [title, ...problems, ...moneyLines(report)] : [title, ...problems];
}

function moneyLines(report: DigestReport): string[] {
  const { seatsAtRisk, seatsAtRiskChange: change, seatsAtRiskWeek: week, churnExposure: churn } = report;
  const signed = (minor: number) => signedMoney({ minor, currency: seatsAtRisk.currency });
  return [
    join([
      `*Seats at risk ${perMonthAndYear(seatsAtRisk)}*${partial(seatsAtRisk)}`,
      change && `${signed(change.minor)} vs ${weekdayName(change.since)}`,
      week && `${signed(week.minor)} vs last ${weekdayName(week.since)}`,
    ]),
    join([waterfall(report), `Dormant seats: ${perMonth(report.dormantSeats)} (not in the total)`]),
    `*Churn exposure ${mrrAndArr(churn)}*${partial(churn)} · ${churn.critical} CRITICAL`,
  ];
}

function waterfall({ seatsAtRiskChange: change, seatsAtRisk }: DigestReport): string | null {
  if (change === null) return null;
  const signed = (minor: number) => signedMoney({ minor, currency: seatsAtRisk.currency });
  const entered = change.entered
    .slice(0, OTHERS_SHOWN)
    .map(({ account, minor }) => `${accountName(account, 24)} ${signed(minor)}`);
  const left = change.left
    .slice(0, OTHERS_SHOWN)
    .map(({ account, minor }) => `${accountName(account, 24)} ${signed(-Math.abs(minor))}`);
  return join([
    entered.length === 0 ? null : `in: ${entered.join(', ')}${andMore(change.entered.length)}`,
    left.length === 0 ? null : `out: ${left.join(', ')}${andMore(change.left.length)}`,
    change.changedMinor === 0 ? null : `changed: ${signed(change.changedMinor)}`,
  ]);
}

function andMore(length: number): string {
  return length > OTHERS_SHOWN ? ` and ${length - OTHERS_SHOWN} more` : '';
}

function newLines(report: DigestReport, options: DigestOptions): string[] {
  if (report.fresh.length === 0) return ['Nothing new since the last digest.'];
  const shown = report.fresh.slice(0, NEW_SHOWN);
  const more = report.fresh.length - shown.length;
  return [
    `*NEW (${report.fresh.length})*`,
    ...shown.map((entry) => digestEntry(entry, { ...options, star: report.star, day: report.day })),
    ...(more > 0 ? [`+${more} more: \`/health\``] : []),
  ];
}

function recoveredLines({ recovered }: DigestReport, options: DigestOptions): string[] {
  if (recovered.length === 0) return [];
  const shown = recovered.slice(0, OTHERS_SHOWN).map(({ standing, was }) => {
    const before = was?.band ? ` (was ${was.band} ${was.days} d)` : '';
    return `${scoreText(standing)} ${accountName(standing.account, 30)}${before} ${ownerOf(standing, options)}`;
  });
  return [`*RECOVERED (${recovered.length})* ${shown.join(' · ')}${andMore(recovered.length)}`];
}

function expansionLines({ expansion }: DigestReport, options: DigestOptions): string[] {
  if (expansion.length === 0) return [];
  const shown = expansion.slice(0, OTHERS_SHOWN).map((standing) => {
    const { facts } = standing.assessment;
    const use = `${facts.active_users_30d}/${facts.paid_seats} seats`;
    return `${accountName(standing.account, 30)} ${use}, ${scoreText(standing)}${expansionText(standing, options)} ${ownerOf(standing, options)}`;
  });
  return [`*EXPANSION (${expansion.length})* ${shown.join(' · ')}${andMore(expansion.length)}`];
}

function ownerOf({ account }: AccountStanding, { mentions }: DigestOptions): string {
  return mentions ? ownerMention(account) : ownerName(account);
}

function closingLine({ open, quiet }: DigestReport): string {
  return `STILL OPEN ${open.length} · quiet: ${plural(quiet, 'account')}`;
}

function problemLine(problems: readonly SourceAge[]): string {
  const named = problems
    .slice(0, 5)
    .map(({ source, ageMinutes }) => `${untrusted(source, { max: 20 })} (last ${age(ageMinutes)} ago)`);
  return `⚠ *Data problem*: ${named.join(', ')}. Drops are held back until data flows again.`;
}

function partial({ partial: isPartial }: MoneyTotal): string {
  return isPartial ? ' (partial: a currency has no rate)' : '';
}

function standNote(stand: DataStand): string {
  const sources = stand.sources
    .slice(0, 8)
    .map(
      ({ source, ageMinutes, stale }) =>
        `${untrusted(source, { max: 20 })} ${age(ageMinutes)}${stale ? ' ⚠ stale' : ''}`,
    );
  return (
    join([untrusted(stand.definition, { max: 40 }), sources.length === 0 ? null : `${sources.join(', ')} old`]) || '—'
  );
}

function digestActions(report: DigestReport): SlackBlock {
  const value = report.day;
  return actions([
    button({ action: 'my_accounts', label: 'My accounts', value }),
    button({ action: 'digest_drafts', label: 'Draft emails', value }),
    button({ action: 'digest_why', label: 'Why these?', value }),
  ]);
}
