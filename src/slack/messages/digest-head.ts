import type { DigestReport, ExposureMove } from '../../app/digest/digest-report.ts';
import type { DataStand } from '../../app/freshness/freshness-report.ts';
import type { MoneyTotal } from '../../app/portfolio/portfolio-reports.ts';
import { addDays } from '../../domain/day.ts';
import { staleText } from '../../words/data-state.ts';
import { age, longDay, mrrAndArr, perMonth, perMonthAndYear, signedMoney, weekdayName } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { accountName, join } from './account-lines.ts';
import { noticeLines } from './data-state.ts';
import type { Viewer } from './message.ts';
import { feedsText, SPELLED_OUT } from './source-feeds.ts';

const MOVES_SHOWN = 3;

/** `CS pulse · Mon 2 Mar 2026`; plain text. `own`: it is about the reader's own accounts. */
export function digestTitle(
  { day }: DigestReport,
  { own = false }: { readonly own?: boolean | undefined } = {},
): string {
  return `CS pulse · ${own ? 'your accounts · ' : ''}${longDay(day)}`;
}

/** `only plan Enterprise, renewal within 90 d`; null where the digest is about all accounts. */
export function filterText({ filter = {} }: Pick<DigestReport, 'filter'>): string | null {
  const { bands, owner, plan, renewsWithinDays } = filter;
  const parts = [
    plan === undefined ? null : `plan ${untrusted(plan, { max: 40 })}`,
    owner === undefined ? null : `owner ${untrusted(owner, { max: 60 })}`,
    renewsWithinDays === undefined ? null : `renewal within ${renewsWithinDays} d`,
    bands === undefined ? null : `lines of ${bands.join(', ')}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `only ${parts.join(', ')}`;
}

/**
 * `data to Sun 24:00 Europe/Berlin · Stripe 3 min, events 1 min (18.2 k, usual 17–20 k) · balanced@1`; where the sources
 * are too many to list, the ages of what they bring come first.
 */
export function dataLine(report: Pick<DigestReport, 'feeds' | 'filter' | 'stand'>): string {
  const { feeds = [], stand } = report;
  return join([
    staleText(stand),
    filterText(report),
    `data to ${weekdayName(addDays(stand.day, -1))} 24:00 ${untrusted(stand.timeZone, { max: 40 })}`,
    ...(feeds.length > 0 && feeds.length <= SPELLED_OUT ? [] : [agesText(stand)]),
    feedsText(feeds),
    untrusted(stand.definition, { max: 40 }),
  ]);
}

/** `usage 2 h, billing 9 min old`; null without sources. */
function agesText(stand: DataStand): string | null {
  const sources = stand.sources
    .slice(0, 8)
    .map(
      ({ source, ageMinutes, stale }) =>
        `${untrusted(source, { max: 20 })} ${age(ageMinutes)}${stale ? ' ⚠ stale' : ''}`,
    );
  return sources.length === 0 ? null : `${sources.join(', ')} old`;
}

/** Sources that broke or are back, before anything that rests on it; then the two sums, which are never added up. */
export function headLines(report: DigestReport, { money }: Viewer): string[] {
  const problems = noticeLines(report);
  return money ? [...problems, ...moneyLines(report)] : problems;
}

function moneyLines(report: DigestReport): string[] {
  const { seatsAtRisk, seatsAtRiskChange: change, seatsAtRiskWeek: week, churnExposure: churn } = report;
  const signed = (minor: number) => signedMoney({ minor, currency: seatsAtRisk.currency });
  const changes = join([
    change && `${signed(change.minor)} vs ${weekdayName(change.since)}`,
    week && `${signed(week.minor)} vs last ${weekdayName(week.since)}`,
  ]);
  return [
    join([`*Seats at risk ${perMonthAndYear(seatsAtRisk)}*${partial(seatsAtRisk)}`, changes]),
    `> ${join([waterfall(report), `dormant seats ${perMonth(report.dormantSeats)} (not in the total)`])}`,
    `*Churn exposure ${mrrAndArr(churn)}*${partial(churn)} · ${churn.critical} CRITICAL`,
  ];
}

function waterfall({ seatsAtRiskChange: change, seatsAtRisk }: DigestReport): string | null {
  return change && waterfallText(change, seatsAtRisk.currency);
}

/** `in: globex +$1,275 · out: oldco −$600 · usage +$40`: parts that add up to the change; empty when nothing moved. */
export function waterfallText(change: NonNullable<DigestReport['seatsAtRiskChange']>, currency: string): string {
  const signed = (minor: number) => signedMoney({ minor, currency });
  return join([
    movesText('in', change.entered, signed),
    movesText('out', change.left, signed),
    ...changedParts(change).map(([word, minor]) => (minor === 0 ? null : `${word} ${signed(minor)}`)),
  ]);
}

/** What changed accounts that were at risk already, most telling first. */
function changedParts({ changed, fxMinor }: NonNullable<DigestReport['seatsAtRiskChange']>): [string, number][] {
  return [
    ['usage', changed.usageMinor],
    ['seats', changed.seatsMinor],
    ['price', changed.priceMinor],
    ['FX', fxMinor],
  ];
}

/** The largest moves by name and the others as one sum, so that the line adds up; null where nothing moved. */
function movesText(label: string, all: readonly ExposureMove[], signed: (minor: number) => string): string | null {
  const moves = all.filter(({ minor }) => minor !== 0);
  if (moves.length === 0) return null;
  const shown = moves.slice(0, MOVES_SHOWN).map(({ account, minor }) => `${accountName(account, 24)} ${signed(minor)}`);
  const others = moves.slice(MOVES_SHOWN);
  const rest = others.reduce((sum, { minor }) => sum + minor, 0);
  return `${label}: ${shown.join(', ')}${others.length === 0 ? '' : ` and ${others.length} more ${signed(rest)}`}`;
}

/** Said beside a sum that lacks accounts. */
export function partial({ partial: isPartial }: MoneyTotal): string {
  return isPartial ? ' (partial: a currency has no rate)' : '';
}
