import type { AccountHealthReport, ScorePoint } from '../../app/accounts/account-report.ts';
import type { SeatMonth } from '../../app/seats/seats-report.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { bandText } from '../../words/labels.ts';
import { shortDay } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { accountName, join, scoreText, standLine } from './account-lines.ts';
import { context, divider, message, sections } from './layout.ts';
import type { ChartBlock, SlackBlock, SlackMessage } from './message.ts';
import { seatMonthsChart, seatMonthsLines } from './seat-months.ts';
import { sparkline } from './sparkline.ts';

const POINTS = 12;
const SHOWN_CHANGES = 6;

/**
 * The score of up to 90 days and, where they are given, people and seats by month: each as a chart, with every number
 * of it in words beside.
 */
export function historyMessage(
  { standing, stand, history }: AccountHealthReport,
  months: readonly SeatMonth[] = [],
): SlackMessage {
  const title = `*Score history of ${accountName(standing.account)}* · now ${scoreText(standing)}`;
  const score = scorePart(history);
  const people = { chart: seatMonthsChart(months), lines: seatMonthsLines(months) };
  const foot = standLine(stand);
  const classic: SlackBlock[] = [
    ...sections([title, ...score.lines]),
    ...(people.lines.length === 0 ? [] : [divider(), ...sections(people.lines)]),
    context(foot),
  ];
  const text = [title, ...score.lines, ...people.lines, foot];
  if (score.chart === null && people.chart === null) return message(text, classic);
  const blocks: SlackBlock[] = [
    ...sections([title]),
    ...(score.chart === null ? sections(score.lines) : [score.chart, ...sections(score.lines.slice(1))]),
    ...(people.chart === null ? [] : [people.chart, ...sections(people.lines.slice(1))]),
    context(foot),
  ];
  return message(text, blocks, classic);
}

interface Part {
  readonly chart: ChartBlock | null;
  /** The first one is the chart in characters where there is a chart. */
  readonly lines: readonly string[];
}

function scorePart(history: readonly ScorePoint[]): Part {
  const scored = history.filter((point) => point.scoreTenths !== null);
  if (scored.length < 2) {
    const none = scored.length === 1 ? 'is one day' : 'are no days';
    const line = `There ${none} with a score yet: the history begins with the next snapshots.`;
    return { chart: null, lines: [line] };
  }
  const picked = spread(scored, POINTS);
  const changes = rulesLine(history);
  const numbers = picked.map(pointText).join(' · ');
  const lines = [sparkline(history, 30), rangeLine(scored), numbers, ...(changes === null ? [] : [changes])];
  return { chart: chartOf(picked), lines };
}

/** `Rules changed: 12 Feb balanced@1 → ours@2`: scores before and after are two measures. */
function rulesLine(history: readonly ScorePoint[]): string | null {
  const changes = history.flatMap(({ day, rulesChange }) => {
    if (rulesChange === undefined) return [];
    const [from, to] = [rulesChange.from, rulesChange.to].map((name) => untrusted(name, { max: 60 }));
    return [`${shortDay(day)} ${from === to ? `${to} with other settings` : `${from} → ${to}`}`];
  });
  const shown = changes.slice(-SHOWN_CHANGES);
  const more = changes.length - shown.length;
  if (changes.length === 0) return null;
  return `Rules changed: ${shown.join(' · ')}${more > 0 ? ` · and ${more} times before` : ''}`;
}

function pointText({ day, scoreTenths }: ScorePoint): string {
  return `${shortDay(day)} ${formatTenths(scoreTenths ?? 0)}`;
}

function rangeLine(scored: readonly ScorePoint[]): string {
  const sorted = [...scored].sort((a, b) => (a.scoreTenths ?? 0) - (b.scoreTenths ?? 0));
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (!low || !high) return '';
  return join([
    `lowest ${formatTenths(low.scoreTenths ?? 0)} on ${shortDay(low.day)} (${bandText(low.band)})`,
    `highest ${formatTenths(high.scoreTenths ?? 0)} on ${shortDay(high.day)} (${bandText(high.band)})`,
  ]);
}

function chartOf(points: readonly ScorePoint[]): ChartBlock {
  const data = points.map(({ day, scoreTenths }) => ({ label: shortDay(day), value: (scoreTenths ?? 0) / 10 }));
  return {
    type: 'data_visualization',
    title: 'Health score, 0 to 100',
    chart: {
      type: 'line',
      series: [{ name: 'Score', data }],
      axis_config: { categories: data.map(({ label }) => label), y_label: 'Score' },
    },
  };
}

/** At most `width` points, evenly spread, first and last included. */
function spread<T>(items: readonly T[], width: number): T[] {
  if (items.length <= width) return [...items];
  const picked: T[] = [];
  for (let index = 0; index < width; index += 1) {
    const item = items[Math.round((index * (items.length - 1)) / (width - 1))];
    if (item !== undefined) picked.push(item);
  }
  return picked;
}
