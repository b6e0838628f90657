import type { DigestReport } from '../../app/digest/digest-report.ts';
import type { ChurnChange, RollupReport } from '../../app/rollup/rollup-report.ts';
import { bandText } from '../../words/labels.ts';
import { longDay, mrrAndArr, perMonthAndYear, plural, shortDay, signedMoney } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { accountName, join } from './account-lines.ts';
import { dataLine, partial, waterfallText } from './digest-head.ts';
import { context, divider, fitLines, header, message, sections } from './layout.ts';
import type { SlackMessage, Viewer } from './message.ts';
import { moverLine } from './movers.ts';
import { renewalBandLine } from './renewals.ts';

const MOVES_SHOWN = 6;
const THIN_SHOWN = 10;
const RULES_SHOWN = 5;
/** Of all lines; Slack takes 3,000 in the text. */
const BODY = 2700;

/** The week for leaders: sums, moves and counts, nobody notified. */
export function rollupMessage(report: RollupReport, viewer: Viewer): SlackMessage {
  const title = `CS pulse · week to ${longDay(report.day)}`;
  const groups = [
    viewer.money ? moneyLines(report) : [],
    bandLines(report),
    renewalLines(report, viewer),
    moverLines(report),
    closingLines(report),
  ].filter((lines) => lines.length > 0);
  const foot = dataLine(report);
  let budget = BODY;
  const fitted = groups.map((lines) => {
    const { kept, left } = fitLines(lines, Math.max(budget, 0));
    budget -= kept.reduce((sum, line) => sum + line.length + 1, 0);
    return left === 0 ? kept : [...kept, `…and ${plural(left, 'more line')}`];
  });
  return message(
    [`*${title}*`, ...fitted.flat(), foot],
    [
      header(title),
      ...fitted.flatMap((lines, index) => [...(index === 0 ? [] : [divider()]), ...sections(lines)]),
      context(foot),
    ],
  );
}

function moneyLines(report: RollupReport): string[] {
  const { churnExposure: churn, churnMonth, churnWeek, seatsAtRisk, seatsAtRiskMonth, seatsAtRiskWeek } = report;
  const { currency } = seatsAtRisk;
  const against = (change: DigestReport['seatsAtRiskChange']): string[] =>
    change === null
      ? []
      : [
          `> ${signedMoney({ minor: change.minor, currency })} since ${shortDay(change.since)}: ${waterfallText(change, currency) || 'nothing moved'}`,
        ];
  return [
    `*Seats at risk ${perMonthAndYear(seatsAtRisk)}*${partial(seatsAtRisk)}`,
    ...against(seatsAtRiskWeek),
    ...against(seatsAtRiskMonth),
    `*Churn exposure ${mrrAndArr(churn)}*${partial(churn)}`,
    ...churnLines(churnWeek, currency),
    ...churnLines(churnMonth, currency),
  ];
}

function churnLines(change: ChurnChange | null, currency: string): string[] {
  if (change === null) return [];
  const signed = (minor: number) => signedMoney({ minor, currency });
  const parts = join([
    change.enteredMinor === 0 ? null : `in ${signed(change.enteredMinor)}`,
    change.leftMinor === 0 ? null : `out ${signed(change.leftMinor)}`,
    change.changedMinor === 0 ? null : `MRR of the others ${signed(change.changedMinor)}`,
  ]);
  return [`> ${signed(change.minor)} since ${shortDay(change.since)}: ${parts === '' ? 'nothing moved' : parts}`];
}

function bandLines({ bandMoves, bands }: RollupReport): string[] {
  const counts = bands
    .filter(({ accounts }) => accounts > 0)
    .map(({ accounts, band }) => `${bandText(band)} ${accounts}`);
  const shown = bandMoves
    .slice(0, MOVES_SHOWN)
    .map(({ accounts, from, to }) => `${accounts} ${wordOf(from)} → ${wordOf(to)}`);
  const more = bandMoves.slice(MOVES_SHOWN).reduce((sum, { accounts }) => sum + accounts, 0);
  const moves = [...shown, ...(more === 0 ? [] : [`${more} others`])];
  return [`*Bands* · ${join(counts)}`, ...(moves.length === 0 ? [] : [`> moved in a week: ${moves.join(', ')}`])];
}

function wordOf(band: RollupReport['bandMoves'][number]['from']): string {
  return band ?? 'excluded';
}

function renewalLines({ renewals }: RollupReport, viewer: Viewer): string[] {
  const title = `*Renewals in ${renewals.withinDays} days* · ${plural(renewals.renewals.length, 'account')}`;
  return [title, ...renewals.bands.map((band) => `> ${renewalBandLine(band, viewer)}`)];
}

function moverLines({ movers: { down, since, up } }: RollupReport): string[] {
  if (since === null) return [];
  return [
    ...(down.length === 0
      ? []
      : [`*Fell most since ${shortDay(since)}*`, ...down.map((mover) => `> ${moverLine(mover)}`)]),
    ...(up.length === 0 ? [] : [`*Rose most since ${shortDay(since)}*`, ...up.map((mover) => `> ${moverLine(mover)}`)]),
  ];
}

function closingLines({ alerts, rules, thinlyMeasured: thin }: RollupReport): string[] {
  const { acknowledged, recovered, sent, snoozed } = alerts;
  const names = thin.accounts.slice(0, THIN_SHOWN).map((account) => accountName(account, 30));
  const more = thin.accounts.length - names.length;
  return [
    `*Alerts of the week* · ${sent} sent, ${acknowledged} acknowledged, ${snoozed} snoozed, ${recovered} recovered`,
    ...(names.length === 0
      ? []
      : [
          `*Less than ${thin.belowPercent} % measured* (${thin.accounts.length}): ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
        ]),
    ...rules.slice(-RULES_SHOWN).map(({ day, from, to }) => {
      const [was, is] = [untrusted(from, { max: 40 }), untrusted(to, { max: 40 })];
      return `*Rules changed* on ${shortDay(day)}: ${was === is ? `${is}, other settings` : `${was} → ${is}`}`;
    }),
  ];
}
